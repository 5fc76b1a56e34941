import { orderNodes, type Graph } from '@graft/graph';
import type { Place } from './edit-graph';

export interface NodeSize {
  readonly width: number;
  readonly height: number;
}

const GAP = { x: 72, y: 32 };
const SWEEPS = 4;

/**
 * Places every node in a column right of all that feed it, ordered so that wires cross little
 * (layered drawing: Sugiyama, Tagawa and Toda 1981, with barycentre sweeps).
 * The same graph gets the same places.
 */
export function layoutGraph(
  graph: Pick<Graph, 'nodes' | 'edges'>,
  sizeOf: (id: string) => NodeSize,
): Map<string, Place> {
  const columns = orderColumns(graph, assignColumns(graph));
  const heights = columns.map((ids) => sum(ids.map((id) => sizeOf(id).height + GAP.y)) - GAP.y);
  const tallest = Math.max(0, ...heights);
  const places = new Map<string, Place>();
  let x = 0;
  columns.forEach((ids, index) => {
    let y = (tallest - (heights[index] ?? 0)) / 2;
    for (const id of ids) {
      places.set(id, { x, y: Math.round(y) });
      y += sizeOf(id).height + GAP.y;
    }
    x += Math.max(0, ...ids.map((id) => sizeOf(id).width)) + GAP.x;
  });
  return places;
}

/** Longest path from a source; a node on a cycle goes where its first visit puts it. */
function assignColumns(graph: Pick<Graph, 'nodes' | 'edges'>): Map<string, number> {
  const { order } = orderNodes(graph);
  const columns = new Map(graph.nodes.map((node) => [node.id, 0]));
  for (const id of order) {
    const after = (columns.get(id) ?? 0) + 1;
    for (const { from, to } of graph.edges) {
      if (from.node === id && after > (columns.get(to.node) ?? 0)) columns.set(to.node, after);
    }
  }
  pullRight(graph, order, columns);
  return columns;
}

/** A source that feeds only later columns moves next to the first node that reads it. */
function pullRight(
  graph: Pick<Graph, 'nodes' | 'edges'>,
  order: readonly string[],
  columns: Map<string, number>,
): void {
  for (const id of [...order].reverse()) {
    const readers = graph.edges.filter((edge) => edge.from.node === id);
    const fed = graph.edges.some((edge) => edge.to.node === id);
    if (readers.length === 0 || fed) continue;
    const first = Math.min(...readers.map((edge) => columns.get(edge.to.node) ?? 0));
    columns.set(id, Math.max(columns.get(id) ?? 0, first - 1));
  }
}

function orderColumns(
  graph: Pick<Graph, 'nodes' | 'edges'>,
  columnOf: ReadonlyMap<string, number>,
): string[][] {
  const columns: string[][] = [];
  for (const { id } of graph.nodes) (columns[columnOf.get(id) ?? 0] ??= []).push(id);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forward = sweep % 2 === 0;
    const indices = [...columns.keys()];
    for (const index of forward ? indices : indices.reverse()) {
      columns[index] = sortByNeighbours(columns, index, graph, forward);
    }
  }
  return columns.map((ids) => ids ?? []);
}

function sortByNeighbours(
  columns: readonly string[][],
  index: number,
  graph: Pick<Graph, 'edges'>,
  forward: boolean,
): string[] {
  const rank = new Map(columns.flatMap((ids) => (ids ?? []).map((id, place) => [id, place])));
  const weigh = (id: string, place: number): number => {
    const near = graph.edges.flatMap(({ from, to }) => {
      if (forward && to.node === id) return [rank.get(from.node) ?? 0];
      if (!forward && from.node === id) return [rank.get(to.node) ?? 0];
      return [];
    });
    return near.length === 0 ? place : sum(near) / near.length;
  };
  const weighed = (columns[index] ?? []).map((id, place) => ({ id, weight: weigh(id, place) }));
  return weighed.sort((a, b) => a.weight - b.weight).map(({ id }) => id);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
