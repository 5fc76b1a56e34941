import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { copyNodes, pasteGraph, readCopied } from './copy-graph';

// a ──> b ──> c
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: ['a', 'b', 'c'].map((id, index) => ({
    id,
    kind: 'sample',
    version: 1,
    params: { n: index },
    position: { x: 100 * index, y: 0 },
  })),
  edges: [
    { from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'in' } },
    { from: { node: 'b', port: 'out' }, to: { node: 'c', port: 'in' } },
  ],
};

describe('copy and paste', () => {
  it('brings nodes with parameters and the wires between them, under new ids', () => {
    const text = JSON.stringify(copyNodes(graph, ['a', 'b']));
    const copied = readCopied(text);
    if (copied === null) throw new Error('not read');
    const { graph: pasted, ids } = pasteGraph(graph, copied, { x: 30, y: 40 });
    expect(ids).toEqual(['a2', 'b2']);
    expect(pasted.nodes.at(-1)).toMatchObject({ params: { n: 1 }, position: { x: 130, y: 40 } });
    expect(pasted.edges).toHaveLength(3);
    expect(pasted.edges.at(-1)).toEqual({
      from: { node: 'a2', port: 'out' },
      to: { node: 'b2', port: 'in' },
    });
  });

  it('keeps ids in a graph that has none of them', () => {
    const empty: Graph = { format: GRAPH_FORMAT, nodes: [], edges: [] };
    expect(pasteGraph(empty, copyNodes(graph, ['b']), { x: 0, y: 0 }).ids).toEqual(['b']);
  });

  it('takes nothing that is not a graph', () => {
    expect(readCopied('hello')).toBeNull();
    expect(
      readCopied('{"format":"graft.graph/1","nodes":[{"id":"__proto__"}],"edges":[]}'),
    ).toBeNull();
    expect(readCopied('{')).toBeNull();
  });
});
