import type { Catalogue, Graph } from '@graft/graph';

/** The base that a node brings into the graph; null for nodes that name none. */
export function findNamedBase(graph: Graph, catalogue: Catalogue, nodeId: string): string | null {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  const definition = catalogue.get(node?.kind ?? '');
  const field = Object.entries(definition?.fields ?? {}).find(
    ([, { widget }]) => widget === 'base',
  )?.[0];
  if (node === undefined || definition === undefined || field === undefined) return null;
  const parsed = definition.params.safeParse(node.params);
  const ref: unknown = parsed.success ? parsed.data[field] : null;
  return typeof ref === 'string' ? ref : null;
}
