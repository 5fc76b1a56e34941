import type { Graph } from './graph';
import type { Issue } from './issue';

/** One Issue for every id that more than one node has. */
export function findDuplicateIds(graph: Pick<Graph, 'nodes'>): Issue[] {
  const counts = new Map<string, number>();
  for (const node of graph.nodes) counts.set(node.id, (counts.get(node.id) ?? 0) + 1);
  return Array.from(counts)
    .filter(([, count]) => count > 1)
    .map(([id, count]) => ({
      code: 'graph.duplicate-id',
      severity: 'error',
      nodeId: id,
      field: 'id',
      message: `${count} nodes have the id "${id}". Give each its own.`,
    }));
}
