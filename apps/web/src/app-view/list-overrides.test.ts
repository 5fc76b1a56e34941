import { GRAPH_FORMAT, setParams, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { listOverrides } from './list-overrides';

// data   train
const draft: Graph = {
  format: GRAPH_FORMAT,
  nodes: [
    { id: 'data', kind: 'dataset', version: 1, params: { dataset: 'objects' } },
    { id: 'train', kind: 'train', version: 1, params: {} },
  ],
  edges: [],
};

describe('what a run of the app view takes', () => {
  it('is nothing while everything stands as in the draft', () => {
    expect(listOverrides(draft, draft)).toEqual({});
    expect(listOverrides(draft, setParams(draft, 'data', { dataset: 'objects' }))).toEqual({});
  });

  it('is every parameter that was chosen otherwise, also one that the draft leaves open', () => {
    const chosen = setParams(setParams(draft, 'data', { dataset: 'birds' }), 'train', {
      epochs: 5,
      sizes: [1, 2],
    });
    expect(listOverrides(draft, chosen)).toEqual({
      'data.dataset': 'birds',
      'train.epochs': 5,
      'train.sizes': [1, 2],
    });
  });
});
