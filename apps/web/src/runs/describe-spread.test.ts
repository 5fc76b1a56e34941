import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { describe, expect, it } from '@jest/globals';
import { compareSeveral } from './compare-graphs';
import { describeSpread } from './describe-spread';
import { wordGraphs } from './word-graphs';

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

describe('describeSpread', () => {
  it('speaks of several graphs in the same words', () => {
    const words = wordGraphs([before, after], catalogue);
    const rows = compareSeveral([before, after]).map((each) => describeSpread(each, words));
    expect(rows).toEqual([
      { node: 'Data set', field: 'Data set', values: ['default', 'birds'] },
      { node: 'My training', field: 'Node', values: ['Train', ''] },
      { node: 'unknown', field: 'Node', values: ['', 'unknown'] },
      {
        node: 'My training',
        field: 'Wire',
        values: ['Data set (Data set) → My training (Train)', ''],
      },
    ]);
  });

  it('says any worker where a graph asks for none', () => {
    const nodes = before.nodes.map((node) => ({ ...node, workerLabels: ['lab2'] }));
    const rows = compareSeveral([before, { ...before, nodes }]).map((each) =>
      describeSpread(each, wordGraphs([before], catalogue)),
    );
    expect(rows.at(-1)).toEqual({
      node: 'My training',
      field: 'Labels of the worker',
      values: ['any worker', 'lab2'],
    });
  });
});
