import {
  changeNode,
  checkConnection,
  freeId,
  nodeIds,
  removeParts,
  toNodeId,
  wireId,
  type AnyNodeDefinition,
  type Catalogue,
  type Graph,
  type GraphEdge,
  type GraphNode,
} from '@graft/graph';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Adds a node of a kind with its defaults. */
export function addNode(
  graph: Graph,
  definition: Pick<AnyNodeDefinition, 'kind' | 'version' | 'title'>,
  position: Place,
): { graph: Graph; id: string } {
  const { kind, version, title } = definition;
  // The kind of a component is no id.
  const id = freeId(nodeIds(graph), kind.includes(':') ? toNodeId(title) : kind);
  const node: GraphNode = { id, kind, version, params: {}, position: roundPlace(position) };
  return { graph: { ...graph, nodes: [...graph.nodes, node] }, id };
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

function clearInput(graph: Graph, catalogue: Catalogue, to: GraphEdge['to']): Graph {
  const kind = graph.nodes.find((node) => node.id === to.node)?.kind;
  const port = kind === undefined ? undefined : catalogue.get(kind)?.inputs[to.port];
  if (port === undefined || port.many) return graph;
  const wires = graph.edges.filter((edge) => edge.to.node === to.node && edge.to.port === to.port);
  return removeParts(graph, { wires: wires.map(wireId) });
}

function roundPlace({ x, y }: Place): Place {
  return { x: Math.round(x), y: Math.round(y) };
}
