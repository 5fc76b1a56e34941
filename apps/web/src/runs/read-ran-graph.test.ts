import type { RunView } from '@graft/contracts';
import { GRAPH_FORMAT, type Json } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { readRanGraph } from './read-ran-graph';

const graph = {
  format: GRAPH_FORMAT,
  nodes: [{ id: 'train', kind: 'train', version: 1, params: { epochs: 20 } }],
  edges: [],
};
const ran = (run: { graph: Json; overrides: Record<string, Json> }) =>
  readRanGraph(run as unknown as RunView);

describe('the graph that a run ran', () => {
  it('has what was chosen for that run alone', () => {
    const params = ran({ graph, overrides: { 'train.epochs': 3 } })?.nodes[0]?.params;
    expect(params).toMatchObject({ epochs: 3 });
  });

  it('is the saved one without such a choice, and for one that no node takes any more', () => {
    expect(ran({ graph, overrides: {} })?.nodes).toEqual(graph.nodes);
    expect(ran({ graph, overrides: { 'gone.epochs': 3 } })?.nodes).toEqual(graph.nodes);
  });

  it('is none where it cannot be read', () => {
    expect(ran({ graph: { format: 'other' }, overrides: {} })).toBeUndefined();
  });
});
