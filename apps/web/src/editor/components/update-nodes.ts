import { listBroken, readComponentKind, updateComponent, type Graph } from '@graft/graph';
import type { ComponentVersion } from './use-components';

/** A node that stands for an older version of a component than the workspace has. */
export interface Outdated {
  readonly nodeId: string;
  readonly componentId: string;
  /** The newest. */
  readonly version: number;
}

/**
 * Nodes of a graph with a newer version of their component.
 * @param newest newest version by id, as `component:<id>`
 */
export function listOutdated(
  { nodes }: Pick<Graph, 'nodes'>,
  newest: ReadonlyMap<string, number>,
): Outdated[] {
  return nodes.flatMap(({ id, kind }) => {
    const linked = readComponentKind(kind);
    if (linked === null) return [];
    const version = newest.get(`component:${linked.id}`) ?? 0;
    return version > linked.version ? [{ nodeId: id, componentId: linked.id, version }] : [];
  });
}

/** The graph with nodes that stand for other versions, and the wires and fields, by name, that it lost. */
export function updateNodes(
  graph: Graph,
  updates: readonly { nodeId: string; version: ComponentVersion }[],
): { graph: Graph; broken: string[] } {
  const broken = updates.flatMap(({ nodeId, version }) => listBroken(graph, nodeId, version[0]));
  const updated = updates.reduce(
    (before, { nodeId, version }) => updateComponent(before, nodeId, version),
    graph,
  );
  return { graph: updated, broken: [...new Set(broken)] };
}
