import type { Graph } from './graph';
import type { Issue } from './issue';

/** One Issue for every id that more than one node, note or frame has, and every kind of more than one component. */
export function findDuplicateIds(
  graph: Pick<Graph, 'nodes' | 'notes' | 'frames' | 'components'>,
): Issue[] {
  return [
    ...findRepeated('nodes', graph.nodes).map(({ id, message }) =>
      refuse({ nodeId: id, field: 'id', message }),
    ),
    ...findRepeated('notes', graph.notes ?? []).map(({ message }) =>
      refuse({ field: 'notes', message }),
    ),
    ...findRepeated('frames', graph.frames ?? []).map(({ message }) =>
      refuse({ field: 'frames', message }),
    ),
    ...findRepeated(
      'components',
      (graph.components ?? []).map(({ kind }) => ({ id: kind })),
    ).map(({ message }) => refuse({ field: 'components', message })),
  ];
}

function findRepeated(what: string, items: readonly { id: string }[]) {
  const counts = new Map<string, number>();
  for (const { id } of items) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Array.from(counts)
    .filter(([, count]) => count > 1)
    .map(([id, count]) => ({
      id,
      message: `${count} ${what} have the id "${id}". Give each its own.`,
    }));
}

function refuse(place: Pick<Issue, 'nodeId' | 'field' | 'message'>): Issue {
  return { code: 'graph.duplicate-id', severity: 'error', ...place };
}
