import {
  checkConnection,
  type AnyNodeDefinition,
  type Catalogue,
  type Fix,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type JsonObject,
} from '@graft/graph';

export interface Place {
  readonly x: number;
  readonly y: number;
}

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

export function nodeIds(graph: Pick<Graph, 'nodes'>): Set<string> {
  return new Set(graph.nodes.map((node) => node.id));
}

/** Adds a node of a kind with its defaults. */
export function addNode(
  graph: Graph,
  definition: Pick<AnyNodeDefinition, 'kind' | 'version'>,
  position: Place,
): { graph: Graph; id: string } {
  const id = freeId(nodeIds(graph), definition.kind);
  const { kind, version } = definition;
  const node: GraphNode = { id, kind, version, params: {}, position: roundPlace(position) };
  return { graph: { ...graph, nodes: [...graph.nodes, node] }, id };
}

/** Removes nodes with their wires, and wires by id. */
export function remove(
  graph: Graph,
  gone: { nodes?: readonly string[]; wires?: readonly string[] },
): Graph {
  const nodes = new Set(gone.nodes);
  const wires = new Set(gone.wires);
  const left = {
    nodes: graph.nodes.filter((node) => !nodes.has(node.id)),
    edges: graph.edges.filter(
      (edge) => !nodes.has(edge.from.node) && !nodes.has(edge.to.node) && !wires.has(wireId(edge)),
    ),
  };
  const same = left.nodes.length === graph.nodes.length && left.edges.length === graph.edges.length;
  return same ? graph : { ...graph, ...left };
}

/** A wire is drawn, or why it can't be. */
export type Connected = { ok: true; graph: Graph } | { ok: false; reason: string };

/** Draws a wire. An input that takes one wire gives up the one it has. */
export function connect(graph: Graph, catalogue: Catalogue, wire: GraphEdge): Connected {
  const cleared = clearInput(graph, catalogue, wire.to);
  const already = graph.edges.some((edge) => wireId(edge) === wireId(wire));
  const verdict = checkConnection(already ? graph : cleared, catalogue, wire.from, wire.to);
  if (!verdict.ok) return verdict;
  return { ok: true, graph: { ...cleared, edges: [...cleared.edges, wire] } };
}

/** Moves nodes; nodes without a new place stay where they are. */
export function moveNodes(graph: Graph, places: ReadonlyMap<string, Place>): Graph {
  let changed = false;
  const nodes = graph.nodes.map((node) => {
    const place = places.get(node.id);
    if (!place) return node;
    const position = roundPlace(place);
    if (node.position?.x === position.x && node.position.y === position.y) return node;
    changed = true;
    return { ...node, position };
  });
  return changed ? { ...graph, nodes } : graph;
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

/** Gives a node a name of the person's own; an empty one goes back to the kind's. */
export function renameNode(graph: Graph, nodeId: string, title: string): Graph {
  return changeNode(graph, nodeId, (node) => {
    const trimmed = title.trimStart().slice(0, 120);
    if (trimmed !== '') return { ...node, title: trimmed };
    const unnamed = { ...node };
    delete unnamed.title;
    return unnamed;
  });
}

/** Carries out the one-click fix of an Issue. New nodes without a place go beside `near`. */
export function applyFix(graph: Graph, fix: Fix, near?: string): Graph {
  const removed = remove(graph, {
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
  return (fix.setParams ?? []).reduce<Graph>(
    (changed, { nodeId, params }) => setParams(changed, renamed.get(nodeId) ?? nodeId, params),
    wired,
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

function clearInput(graph: Graph, catalogue: Catalogue, to: GraphEdge['to']): Graph {
  const kind = graph.nodes.find((node) => node.id === to.node)?.kind;
  const port = kind === undefined ? undefined : catalogue.get(kind)?.inputs[to.port];
  if (port === undefined || port.many) return graph;
  const wires = graph.edges.filter((edge) => edge.to.node === to.node && edge.to.port === to.port);
  return remove(graph, { wires: wires.map(wireId) });
}

function changeNode(graph: Graph, id: string, change: (node: GraphNode) => GraphNode): Graph {
  const nodes = graph.nodes.map((node) => (node.id === id ? change(node) : node));
  return { ...graph, nodes };
}

function roundPlace({ x, y }: Place): Place {
  return { x: Math.round(x), y: Math.round(y) };
}
