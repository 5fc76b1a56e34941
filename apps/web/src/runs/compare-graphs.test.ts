import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { compareGraphs } from './compare-graphs';

// a ──> b
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: [
    { id: 'a', kind: 'dataset', version: 1, params: { dataset: 'x' } },
    { id: 'b', kind: 'train', version: 1, params: { epochs: 20 }, position: { x: 1, y: 2 } },
  ],
  edges: [{ from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'in' } }],
};

describe('compareGraphs', () => {
  it('finds nothing between a graph and its moved and renamed twin', () => {
    const nodes = graph.nodes.map((node) => ({ ...node, title: 'T', position: { x: 9, y: 9 } }));
    expect(compareGraphs(graph, { ...graph, nodes })).toEqual([]);
  });

  it('names the parameter with both values, and "default" where there is none', () => {
    const nodes = graph.nodes.map((node) =>
      node.id === 'b' ? { ...node, params: { epochs: 5, seed: 2 } } : node,
    );
    expect(compareGraphs(graph, { ...graph, nodes })).toEqual([
      { node: 'b', field: 'epochs', before: '20', after: '5' },
      { node: 'b', field: 'seed', before: 'default', after: '2' },
    ]);
  });

  it('tells nodes and wires that only one of them has', () => {
    const [a] = graph.nodes;
    const less: Graph = { ...graph, nodes: a ? [a] : [], edges: [] };
    expect(compareGraphs(graph, less)).toEqual([
      { node: 'b', field: 'node', before: 'train', after: '' },
      { node: 'b', field: 'wire', before: 'a.out → b.in', after: '' },
    ]);
    expect(compareGraphs(less, graph)).toEqual([
      { node: 'b', field: 'node', before: '', after: 'train' },
      { node: 'b', field: 'wire', before: '', after: 'a.out → b.in' },
    ]);
  });
});
