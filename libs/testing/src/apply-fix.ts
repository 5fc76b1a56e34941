import type { Fix, Graph, GraphEdge } from '@graft/graph';

/** The graph after one click on a fix. */
export function applyFix(graph: Graph, fix: Fix): Graph {
  const removedNodes = new Set(fix.removeNodes ?? []);
  const removedEdges = new Set((fix.removeEdges ?? []).map(nameEdge));
  const nodes = graph.nodes
    .filter((node) => !removedNodes.has(node.id))
    .map((node) =>
      (fix.setParams ?? [])
        .filter((change) => change.nodeId === node.id)
        .reduce(
          (changed, { params }) => ({ ...changed, params: { ...changed.params, ...params } }),
          node,
        ),
    );
  const edges = graph.edges.filter(
    (edge) =>
      !removedEdges.has(nameEdge(edge)) &&
      !removedNodes.has(edge.from.node) &&
      !removedNodes.has(edge.to.node),
  );
  return {
    ...graph,
    nodes: [...nodes, ...(fix.addNodes ?? [])],
    edges: [...edges, ...(fix.addEdges ?? [])],
  };
}

function nameEdge({ from, to }: GraphEdge): string {
  return `${from.node}.${from.port}>${to.node}.${to.port}`;
}
