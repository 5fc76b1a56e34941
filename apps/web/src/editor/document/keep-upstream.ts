import type { Graph } from '@graft/graph';
import { followWires } from './follow-wires';

/** A node and everything that it reads, however far away. */
export function keepUpstream(graph: Graph, id: string): Graph {
  const kept = followWires(graph, [id], 'back');
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => kept.has(node.id)),
    edges: graph.edges.filter(({ to }) => kept.has(to.node)),
  };
}
