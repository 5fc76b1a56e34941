import { freeId, GRAPH_FORMAT, nodeIds, parseGraph, type Graph } from '@graft/graph';
import type { Place } from './edit-graph';

/** Part of a graph as text: what Ctrl+C puts on the clipboard, readable in any editor. */
export function copyNodes(graph: Graph, ids: readonly string[]): Graph {
  const chosen = new Set(ids);
  return {
    format: GRAPH_FORMAT,
    nodes: graph.nodes.filter((node) => chosen.has(node.id)),
    edges: graph.edges.filter((edge) => chosen.has(edge.from.node) && chosen.has(edge.to.node)),
  };
}

/** A graph on the clipboard; null when it holds something else. */
export function readCopied(text: string): Graph | null {
  if (!text.trimStart().startsWith('{')) return null;
  return parseGraph(text).graph ?? null;
}

/** Puts a copied part in. Ids that are taken get new ones; wires inside the part come along. */
export function pasteGraph(
  graph: Graph,
  copied: Graph,
  shift: Place,
): { graph: Graph; ids: string[] } {
  const taken = nodeIds(graph);
  const renamed = new Map<string, string>();
  const nodes = copied.nodes.map((node) => {
    const id = freeId(taken, node.id);
    taken.add(id);
    renamed.set(node.id, id);
    const { x, y } = node.position ?? { x: 0, y: 0 };
    return { ...node, id, position: { x: x + shift.x, y: y + shift.y } };
  });
  const edges = copied.edges.flatMap(({ from, to }) => {
    const [source, target] = [renamed.get(from.node), renamed.get(to.node)];
    if (source === undefined || target === undefined) return [];
    return [{ from: { ...from, node: source }, to: { ...to, node: target } }];
  });
  return {
    graph: { ...graph, nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...edges] },
    ids: nodes.map((node) => node.id),
  };
}
