import type { Graph, GraphNode } from './graph';
import type { Issue } from './issue';
import type { AnyNodeDefinition, Catalogue } from './node-definition';
import { guard } from './node-issues';

/** A node as the newest version of its kind has it; one that is newer than that stays as it is. */
export function migrateNode(
  node: GraphNode,
  definition: AnyNodeDefinition,
): { node: GraphNode } | { issue: Issue } {
  const { migrate, version, kind } = definition;
  if (node.version >= version) return { node };
  const moved = guard(node.id, kind, () => migrate?.(node.params, node.version) ?? node.params);
  return 'issue' in moved ? moved : { node: { ...node, version, params: moved.value } };
}

/**
 * A graph whose nodes all have the newest version of their kind, so that it can be edited: names of parameters are those
 * of today. What is unknown, newer or can't be migrated stays. The same graph where nothing changes.
 */
export function migrateNodes(graph: Graph, catalogue: Catalogue): Graph {
  let changed = false;
  const nodes = graph.nodes.map((node) => {
    const definition = catalogue.get(node.kind);
    const migrated = definition && migrateNode(node, definition);
    if (migrated === undefined || 'issue' in migrated) return node;
    changed ||= migrated.node !== node;
    return migrated.node;
  });
  return changed ? { ...graph, nodes } : graph;
}
