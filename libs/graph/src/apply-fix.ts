import { freeId, nodeIds, removeParts, setMode, setParams, wireId } from './edit-graph';
import type { Graph, GraphEdge, GraphNode } from './graph';
import type { Fix } from './issue';

/** Carries out the one-click fix of an Issue. New nodes without a place go beside `near`. */
export function applyFix(graph: Graph, fix: Fix, near?: string): Graph {
  const removed = removeParts(graph, {
    nodes: fix.removeNodes ?? [],
    wires: (fix.removeEdges ?? []).map(wireId),
  });
  const { nodes, renamed } = placeNewNodes(removed, fix.addNodes ?? [], near);
  const follow = (end: GraphEdge['from']) => ({ ...end, node: renamed.get(end.node) ?? end.node });
  const edges = (fix.addEdges ?? []).map(({ from, to }) => ({
    from: follow(from),
    to: follow(to),
  }));
  const wired = {
    ...removed,
    nodes: [...removed.nodes, ...nodes],
    edges: [...removed.edges, ...edges],
  };
  const used = (fix.setModes ?? []).reduce<Graph>(
    (changed, { nodeId, mode }) => setMode(changed, nodeId, mode),
    wired,
  );
  return (fix.setParams ?? []).reduce<Graph>(
    (changed, { nodeId, params }) => setParams(changed, renamed.get(nodeId) ?? nodeId, params),
    used,
  );
}

function placeNewNodes(graph: Graph, added: readonly GraphNode[], near: string | undefined) {
  const taken = nodeIds(graph);
  const anchor = graph.nodes.find((node) => node.id === near)?.position ?? { x: 0, y: 0 };
  const renamed = new Map<string, string>();
  const nodes = added.map((node, index) => {
    const id = freeId(taken, node.id);
    taken.add(id);
    renamed.set(node.id, id);
    const beside = { x: anchor.x - 40 + 24 * index, y: anchor.y - 200 - 24 * index };
    return { ...node, id, position: node.position ?? beside };
  });
  return { nodes, renamed };
}
