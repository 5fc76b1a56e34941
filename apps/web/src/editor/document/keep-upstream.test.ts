import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { keepUpstream } from './keep-upstream';

const wire = (from: string, to: string) => ({
  from: { node: from, port: 'out' },
  to: { node: to, port: 'in' },
});

// data ── split ── train ── evaluate
//                    └───── register
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: ['data', 'split', 'train', 'evaluate', 'register'].map((id) => ({
    id,
    kind: id,
    version: 1,
    params: {},
  })),
  edges: [
    wire('data', 'split'),
    wire('split', 'train'),
    wire('train', 'evaluate'),
    wire('train', 'register'),
  ],
};

describe('keepUpstream', () => {
  it('keeps a node with all that it reads, and nothing that reads it', () => {
    const kept = keepUpstream(graph, 'train');
    expect(kept.nodes.map(({ id }) => id)).toEqual(['data', 'split', 'train']);
    expect(kept.edges).toEqual(graph.edges.slice(0, 2));
  });
});
