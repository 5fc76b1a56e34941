import { GRAPH_FORMAT, type Catalogue, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { compareGraphs } from '../../runs/compare-graphs';
import { describeDifference, nameNodes } from './describe-difference';

// data ──> train        before
// data     other        after
const before: Graph = {
  format: GRAPH_FORMAT,
  nodes: [
    { id: 'data', kind: 'dataset', version: 1, params: {} },
    { id: 'train', kind: 'train', version: 1, params: {}, title: 'My training' },
  ],
  edges: [{ from: { node: 'data', port: 'out' }, to: { node: 'train', port: 'in' } }],
};
const after: Graph = {
  ...before,
  nodes: [
    { id: 'data', kind: 'dataset', version: 1, params: { dataset: 'birds' } },
    { id: 'other', kind: 'unknown', version: 1, params: {} },
  ],
  edges: [],
};
const catalogue = new Map([['dataset', { title: 'Data set' }]]) as unknown as Catalogue;

describe('describeDifference', () => {
  it('calls nodes by their titles, also those that only one of the graphs has', () => {
    const names = nameNodes([before, after], catalogue);
    const lines = compareGraphs(before, after).map((each) => describeDifference(each, names));
    expect(lines).toEqual([
      { subject: 'Data set', change: 'dataset: default → birds' },
      { subject: 'My training', change: 'was removed' },
      { subject: 'unknown', change: 'was added' },
      { subject: 'Wire', change: 'Data set (out) → My training (in) was removed' },
    ]);
  });

  it('quotes what was written on the canvas, in one line', () => {
    const position = { x: 0, y: 0 };
    const note = (id: string, text: string) => ({ id, text, position });
    const lines = compareGraphs(
      { ...before, notes: [note('a', 'Old\n\n- text'), note('b', 'Gone')] },
      { ...before, notes: [note('a', 'N'.repeat(90)), note('c', 'More')] },
    ).map((each) => describeDifference(each, new Map()));
    expect(lines).toEqual([
      { subject: 'Note', change: `“Old - text” → “${'N'.repeat(80)}…”` },
      { subject: 'Note', change: '“Gone” was removed' },
      { subject: 'Note', change: '“More” was added' },
    ]);
  });

  it('says which version of a component came instead of which', () => {
    const hold = (version: number): Graph => {
      const kind = `component:x@${version}`;
      const component = {
        kind,
        title: 'Head',
        nodes: [],
        edges: [],
        inputs: [],
        outputs: [],
        params: [],
      };
      const node = { id: 'head', kind, version: 1, params: {} };
      return { ...before, nodes: [node], edges: [], components: [component] };
    };
    const names = nameNodes([hold(1), hold(2)], catalogue);
    const lines = compareGraphs(hold(1), hold(2)).map((each) => describeDifference(each, names));
    expect(lines).toEqual([{ subject: 'Head', change: 'version of the component: 1 → 2' }]);
  });
});
