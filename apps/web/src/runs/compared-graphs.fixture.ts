import { GRAPH_FORMAT, type Graph } from '@graft/graph';

// data ──> train        before
// data     other        after
export const before: Graph = {
  format: GRAPH_FORMAT,
  nodes: [
    { id: 'data', kind: 'dataset', version: 1, params: {} },
    { id: 'train', kind: 'train', version: 1, params: {}, title: 'My training' },
  ],
  edges: [{ from: { node: 'data', port: 'dataset' }, to: { node: 'train', port: 'train' } }],
};
export const after: Graph = {
  ...before,
  nodes: [
    { id: 'data', kind: 'dataset', version: 1, params: { dataset: 'birds' } },
    { id: 'other', kind: 'unknown', version: 1, params: {} },
  ],
  edges: [],
};
