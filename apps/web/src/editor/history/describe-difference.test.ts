import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { describe, expect, it } from '@jest/globals';
import { compareGraphs } from '../../runs/compare-graphs';
import { wordGraphs } from '../../runs/word-graphs';
import { describeDifference } from './describe-difference';

// data ──> train        before
// data     other        after
const before: Graph = {
  format: GRAPH_FORMAT,
  nodes: [
    { id: 'data', kind: 'dataset', version: 1, params: {} },
    { id: 'train', kind: 'train', version: 1, params: {}, title: 'My training' },
  ],
  edges: [{ from: { node: 'data', port: 'dataset' }, to: { node: 'train', port: 'train' } }],
};
const after: Graph = {
  ...before,
  nodes: [
    { id: 'data', kind: 'dataset', version: 1, params: { dataset: 'birds' } },
    { id: 'other', kind: 'unknown', version: 1, params: {} },
  ],
  edges: [],
};

describe('describeDifference', () => {
  it('calls nodes by their titles, also those that only one of the graphs has', () => {
    const words = wordGraphs([before, after], catalogue);
    const lines = compareGraphs(before, after).map((each) => describeDifference(each, words));
    expect(lines).toEqual([
      { subject: 'Data set', change: 'Data set: default → birds' },
      { subject: 'My training', change: 'was removed' },
      { subject: 'unknown', change: 'was added' },
      { subject: 'Wire', change: 'Data set (Data set) → My training (Train) was removed' },
    ]);
  });

  it('says how a node is used now, and switches as forms do', () => {
    const nodes = before.nodes.map((node) => ({
      ...node,
      mode: 'muted' as const,
      params: { keepBest: false, inputSize: null },
    }));
    const lines = compareGraphs(before, { ...before, nodes }).map((each) =>
      describeDifference(each, wordGraphs([before], catalogue)),
    );
    expect(lines.filter(({ subject }) => subject === 'My training')).toEqual([
      { subject: 'My training', change: 'Use: used → muted' },
      { subject: 'My training', change: 'Keep best: default → off' },
      { subject: 'My training', change: 'inputSize: default → Automatic' },
    ]);
  });

  it('says which labels a worker must have now', () => {
    const nodes = before.nodes.map((node) => ({ ...node, workerLabels: ['lab2'] }));
    const words = wordGraphs([before], catalogue);
    const lines = compareGraphs(before, { ...before, nodes }).map((each) =>
      describeDifference(each, words),
    );
    expect(lines.at(-1)).toEqual({
      subject: 'My training',
      change: 'Labels of the worker: any worker → lab2',
    });
  });

  it('quotes what was written on the canvas, in one line', () => {
    const position = { x: 0, y: 0 };
    const note = (id: string, text: string) => ({ id, text, position });
    const lines = compareGraphs(
      { ...before, notes: [note('a', 'Old\n\n- text'), note('b', 'Gone')] },
      { ...before, notes: [note('a', 'N'.repeat(90)), note('c', 'More')] },
    ).map((each) => describeDifference(each, wordGraphs([before], catalogue)));
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
    const words = wordGraphs([hold(1), hold(2)], catalogue);
    const lines = compareGraphs(hold(1), hold(2)).map((each) => describeDifference(each, words));
    expect(lines).toEqual([{ subject: 'Head', change: 'version of the component: 1 → 2' }]);
  });
});
