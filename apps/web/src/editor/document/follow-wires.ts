import type { Graph } from '@graft/graph';

/** The nodes and all that they read, or all that reads them, however far away. */
export function followWires(
  { edges }: Pick<Graph, 'edges'>,
  ids: readonly string[],
  way: 'back' | 'forth',
): ReadonlySet<string> {
  const reached = new Set(ids);
  // A Set may grow while it is walked: what lies behind a node that was just reached is visited too.
  for (const id of reached) {
    for (const { from, to } of edges) {
      if (way === 'back' && to.node === id) reached.add(from.node);
      if (way === 'forth' && from.node === id) reached.add(to.node);
    }
  }
  return reached;
}
