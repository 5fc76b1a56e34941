import type { Graph } from '@graft/graph';

/** A node and everything that it reads, however far away. */
export function keepUpstream(graph: Graph, id: string): Graph {
  const kept = new Set([id]);
  // A Set may grow while it is walked: what feeds a kept node is visited too.
  for (const node of kept) {
    for (const { from, to } of graph.edges) if (to.node === node) kept.add(from.node);
  }
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => kept.has(node.id)),
    edges: graph.edges.filter(({ to }) => kept.has(to.node)),
  };
}
