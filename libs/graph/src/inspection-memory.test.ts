import { describe, expect, it } from '@jest/globals';
import { drawGraph, TINY_CATALOGUE, TINY_RESOURCES } from './fixtures/tiny-catalogue';
import type { Graph } from './graph';
import type { InspectionMemory } from './inspection-memory';
import { inspectGraph } from './validate-graph';

const data = { id: 'data', kind: 'source' };
const cut = { id: 'cut', kind: 'halve', version: 2 };
const count = { id: 'count', kind: 'count' };

// data ── cut ── count
describe('inspectGraph with a memory', () => {
  const graph = drawGraph(
    [count, cut, data],
    ['cut.second -> count.data', 'data.data -> count.data', 'data.data -> cut.data'],
  );
  const change = (id: string, params: Graph['nodes'][number]['params']): Graph => ({
    ...graph,
    nodes: graph.nodes.map((node) => (node.id === id ? { ...node, params } : node)),
  });
  const summaryOf = (found: ReturnType<typeof inspectGraph>, id: string) => found.summaries.get(id);

  it('works out what changed and what lies behind it, and nothing else', () => {
    const memory: InspectionMemory = new Map();
    const touch = (id: string): Graph => ({
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.id === id ? { ...node, params: { ...node.params } } : node,
      ),
    });
    const inspectAgain = (edited: Graph) =>
      inspectGraph(edited, TINY_CATALOGUE, TINY_RESOURCES, memory);
    const first = inspectAgain(graph);
    const second = inspectAgain(touch('count'));
    expect(summaryOf(second, 'cut')).toBe(summaryOf(first, 'cut'));
    expect(summaryOf(second, 'count')).not.toBe(summaryOf(first, 'count'));
    const third = inspectAgain(touch('data'));
    expect(summaryOf(third, 'data')).not.toBe(summaryOf(first, 'data'));
    expect(summaryOf(third, 'cut')).not.toBe(summaryOf(first, 'cut'));
  });

  it('works out nothing anew when a node gets another name or place', () => {
    const memory: InspectionMemory = new Map();
    const inspectAgain = (edited: Graph) =>
      inspectGraph(edited, TINY_CATALOGUE, TINY_RESOURCES, memory);
    const first = inspectAgain(graph);
    const nodes = graph.nodes.map((node) => ({ ...node, title: 'Mine', position: { x: 1, y: 2 } }));
    const second = inspectAgain({ ...graph, nodes });
    for (const { id } of nodes) expect(summaryOf(second, id)).toBe(summaryOf(first, id));
  });

  it('finds the same as without one, whatever is edited', () => {
    const memory: InspectionMemory = new Map();
    const edits = [
      graph,
      change('data', { limit: 4 }),
      change('data', { limit: -1 }),
      { ...graph, edges: graph.edges.slice(1) },
      { ...graph, nodes: graph.nodes.slice(0, 2) },
      graph,
    ];
    for (const edited of edits) {
      const remembered = inspectGraph(edited, TINY_CATALOGUE, TINY_RESOURCES, memory);
      expect(remembered).toEqual(inspectGraph(edited, TINY_CATALOGUE, TINY_RESOURCES));
    }
  });
});
