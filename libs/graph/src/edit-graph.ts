import { sortLabels, type Graph, type GraphEdge, type GraphNode, type NodeMode } from './graph';
import type { JsonObject } from './json';

/** Identity of a wire within a graph. */
export function wireId({ from, to }: GraphEdge): string {
  return `${from.node}.${from.port}>${to.node}.${to.port}`;
}

/** A readable id that no node has yet: `train`, `train2`, `train3`. */
export function freeId(taken: ReadonlySet<string>, wanted: string): string {
  const stem = wanted.replace(/\d+$/, '').slice(0, 56) || 'node';
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const id = `${stem}${number}`;
    if (!taken.has(id)) return id;
  }
}

/** Ids of all nodes. */
export function nodeIds(graph: Pick<Graph, 'nodes'>): Set<string> {
  return new Set(graph.nodes.map((node) => node.id));
}

/** Removes nodes with their wires, and wires by id. */
export function removeParts(
  graph: Graph,
  gone: { nodes?: readonly string[]; wires?: readonly string[] },
): Graph {
  const nodes = new Set(gone.nodes);
  const wires = new Set(gone.wires);
  const left = {
    nodes: nodes.size === 0 ? graph.nodes : graph.nodes.filter(({ id }) => !nodes.has(id)),
    edges: graph.edges.filter(
      (edge) => !nodes.has(edge.from.node) && !nodes.has(edge.to.node) && !wires.has(wireId(edge)),
    ),
  };
  const same = left.nodes.length === graph.nodes.length && left.edges.length === graph.edges.length;
  return same ? graph : { ...graph, ...left };
}

/** The graph with one of its nodes changed. */
export function changeNode(
  graph: Graph,
  id: string,
  change: (node: GraphNode) => GraphNode,
): Graph {
  const nodes = graph.nodes.map((node) => (node.id === id ? change(node) : node));
  return { ...graph, nodes };
}

/** Mutes or bypasses a node; with `null` it runs again. */
export function setMode(graph: Graph, nodeId: string, mode: NodeMode | null): Graph {
  return changeNode(graph, nodeId, ({ mode: _, ...node }) =>
    mode === null ? node : { ...node, mode },
  );
}

/** Asks for workers with labels; without any, every worker may run what the node asks for. */
export function setWorkerLabels(graph: Graph, nodeId: string, labels: readonly string[]): Graph {
  return changeNode(graph, nodeId, ({ workerLabels: _, ...node }) =>
    labels.length === 0 ? node : { ...node, workerLabels: sortLabels(labels) },
  );
}

/** Changes some parameters; `undefined` goes back to the default. */
export function setParams(
  graph: Graph,
  nodeId: string,
  params: Readonly<Record<string, JsonObject[string] | undefined>>,
): Graph {
  return changeNode(graph, nodeId, (node) => {
    const merged = Object.entries({ ...node.params, ...params }).filter(
      (entry): entry is [string, JsonObject[string]] => entry[1] !== undefined,
    );
    return { ...node, params: Object.fromEntries(merged) };
  });
}
