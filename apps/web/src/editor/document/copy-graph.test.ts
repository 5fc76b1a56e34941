import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { copyParts, pasteGraph, readCopied, type Parts } from './copy-graph';

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

const parts = (some: Partial<Parts>): Parts => ({ nodes: [], notes: [], frames: [], ...some });

describe('copy and paste', () => {
  it('brings nodes with parameters and the wires between them, under new ids', () => {
    const text = JSON.stringify(copyParts(graph, parts({ nodes: ['a', 'b'] })));
    const copied = readCopied(text);
    if (copied === null) throw new Error('not read');
    const { graph: pasted, parts: added } = pasteGraph(graph, copied, { x: 30, y: 40 });
    expect(added.nodes).toEqual(['a2', 'b2']);
    expect(pasted.nodes.at(-1)).toMatchObject({ params: { n: 1 }, position: { x: 130, y: 40 } });
    expect(pasted.edges).toHaveLength(3);
    expect(pasted.edges.at(-1)).toEqual({
      from: { node: 'a2', port: 'out' },
      to: { node: 'b2', port: 'in' },
    });
  });

  it('keeps ids in a graph that has none of them', () => {
    const empty: Graph = { format: GRAPH_FORMAT, nodes: [], edges: [] };
    expect(
      pasteGraph(empty, copyParts(graph, parts({ nodes: ['b'] })), { x: 0, y: 0 }).parts.nodes,
    ).toEqual(['b']);
  });

  it('brings notes and frames, moved and under new ids', () => {
    const [size, position] = [
      { width: 300, height: 200 },
      { x: 1, y: 2 },
    ];
    const frame = { id: 'f', title: 'Data', colour: 'blue', position, size } as const;
    const noted: Graph = { ...graph, notes: [{ id: 'n', text: 'Why', position }], frames: [frame] };
    const text = JSON.stringify(copyParts(noted, parts({ notes: ['n'], frames: ['f'] })));
    const pasted = pasteGraph(noted, readCopied(text) ?? graph, { x: 10, y: 20 });
    expect(pasted.parts).toEqual(parts({ notes: ['n2'], frames: ['f2'] }));
    expect(pasted.graph.notes?.[1]).toEqual({ id: 'n2', text: 'Why', position: { x: 11, y: 22 } });
    expect(pasted.graph.frames?.[1]).toEqual({ ...frame, id: 'f2', position: { x: 11, y: 22 } });
    expect(copyParts(noted, parts({ nodes: ['a'] }))).not.toHaveProperty('notes');
  });

  it('takes nothing that is not a graph', () => {
    expect(readCopied('hello')).toBeNull();
    expect(
      readCopied('{"format":"graft.graph/1","nodes":[{"id":"__proto__"}],"edges":[]}'),
    ).toBeNull();
    expect(readCopied('{')).toBeNull();
  });
});
