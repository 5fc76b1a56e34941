import { changeNode, freeId, nodeIds } from '../edit-graph';
import type { Graph, GraphComponent, GraphEdge, GraphNode } from '../graph';
import type { Catalogue } from '../node-definition';
import { endId, type WireEnd } from './component-path';
import { extendCatalogue } from './define-component';
import { setExposed } from './set-exposed';

type Holder = Pick<Graph, 'components'>;

/** The component that nodes of a kind stand for. */
export function findComponent({ components }: Holder, kind: string): GraphComponent | undefined {
  return components?.find((each) => each.kind === kind);
}

/** The components that drawings need, at any depth, in the order in which they are found. */
export function collectComponents(
  drawings: readonly Pick<Graph, 'nodes'>[],
  components: readonly GraphComponent[] | undefined,
): GraphComponent[] {
  const byKind = new Map((components ?? []).map((each) => [each.kind, each]));
  const found = new Set<GraphComponent>();
  const visit = ({ nodes }: Pick<Graph, 'nodes'>) => {
    for (const { kind } of nodes) {
      const component = byKind.get(kind);
      if (component !== undefined) found.add(component);
    }
  };
  for (const drawing of drawings) visit(drawing);
  // A Set may grow while it is walked: what a found component holds is visited too.
  for (const component of found) visit(component);
  return [...found];
}

/** The graph without components that no node stands for; the graph itself where all are needed. */
export function dropUnusedComponents(graph: Graph): Graph {
  const { components, ...rest } = graph;
  if (components === undefined) return graph;
  const needed = collectComponents([graph], components);
  if (needed.length === components.length) return graph;
  return needed.length === 0 ? rest : { ...rest, components: needed };
}

/** The graph with components added that it does not hold yet. */
export function addComponents(graph: Graph, added: readonly GraphComponent[]): Graph {
  const missing = added.filter(({ kind }) => findComponent(graph, kind) === undefined);
  if (missing.length === 0) return graph;
  return { ...graph, components: [...(graph.components ?? []), ...missing] };
}

/**
 * Lets a node stand for another version of its component. What is set on the outside stays where the
 * version still asks for it; wires stay.
 * @param version the version, and then the components that it needs
 */
export function updateComponent(
  graph: Graph,
  nodeId: string,
  version: readonly [GraphComponent, ...GraphComponent[]],
): Graph {
  const [component] = version;
  const asked = new Set(component.params.map(({ name }) => name));
  const changed = changeNode(graph, nodeId, (node) => ({
    ...node,
    kind: component.kind,
    params: Object.fromEntries(Object.entries(node.params).filter(([name]) => asked.has(name))),
  }));
  return dropUnusedComponents(addComponents(changed, version));
}

/** What in a graph is lost or wrong when a node stands for another version: wires and fields, by name. */
export function listBroken(graph: Graph, nodeId: string, version: GraphComponent): string[] {
  const names = (ports: readonly { name: string }[]) => new Set(ports.map(({ name }) => name));
  const [inputs, outputs, params] = [version.inputs, version.outputs, version.params].map(names);
  const node = graph.nodes.find(({ id }) => id === nodeId);
  const ports = graph.edges.flatMap(({ from, to }) => [
    ...(to.node === nodeId && !inputs?.has(to.port) ? [to.port] : []),
    ...(from.node === nodeId && !outputs?.has(from.port) ? [from.port] : []),
  ]);
  const fields = Object.keys(node?.params ?? {}).filter((name) => !params?.has(name));
  return [...new Set([...ports, ...fields])];
}

export type Unpacked =
  | { readonly ok: true; readonly graph: Graph; readonly nodeIds: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** The graph with the nodes of a component in place of the node that stands for it. */
export function unpackComponent(graph: Graph, catalogue: Catalogue, nodeId: string): Unpacked {
  const at = graph.nodes.findIndex(({ id }) => id === nodeId);
  const node = graph.nodes[at];
  const component = node && findComponent(graph, node.kind);
  if (node === undefined || component === undefined) {
    return { ok: false, reason: 'Select a component to unpack it.' };
  }
  if (node.mode === 'bypassed') {
    const reason =
      "A bypassed component can't be unpacked: nothing of it runs. Use it again first.";
    return { ok: false, reason };
  }
  const inside = setExposed(node, component, extendCatalogue(catalogue, graph.components));
  const renamed = chooseIds(graph, inside, nodeId);
  const place = (end: WireEnd): WireEnd => ({ ...end, node: renamed.get(end.node) ?? end.node });
  const shift = measureShift(inside, node);
  const nodes = inside.map((each): GraphNode => ({
    ...each,
    id: renamed.get(each.id) ?? each.id,
    ...(node.mode === undefined ? {} : { mode: node.mode }),
    ...(each.position === undefined ? {} : { position: shift(each.position) }),
  }));
  const unpacked: Graph = {
    ...graph,
    nodes: graph.nodes.toSpliced(at, 1, ...nodes),
    edges: [
      ...leadIn(graph.edges, nodeId, component, place),
      ...component.edges.map(({ from, to }) => ({ from: place(from), to: place(to) })),
    ],
  };
  const exposed = graph.exposed?.flatMap((field) => {
    if (field.node !== nodeId) return [field];
    const asked = component.params.find(({ name }) => name === field.param);
    return asked ? [{ node: renamed.get(asked.node) ?? asked.node, param: asked.param }] : [];
  });
  const whole = exposed === undefined ? unpacked : { ...unpacked, exposed };
  return { ok: true, graph: dropUnusedComponents(whole), nodeIds: nodes.map(({ id }) => id) };
}

function chooseIds(
  graph: Graph,
  inside: readonly GraphNode[],
  nodeId: string,
): Map<string, string> {
  const taken = nodeIds(graph);
  taken.delete(nodeId);
  const renamed = new Map<string, string>();
  for (const { id } of inside) {
    const free = freeId(taken, id);
    taken.add(free);
    renamed.set(id, free);
  }
  return renamed;
}

/** Wires of the component's node, each led to the ports inside. */
function leadIn(
  edges: readonly GraphEdge[],
  nodeId: string,
  { inputs, outputs }: GraphComponent,
  place: (end: WireEnd) => WireEnd,
): GraphEdge[] {
  const into = new Map(inputs.map(({ name, to }) => [name, to.map(place)]));
  const out = new Map(outputs.map(({ name, from }) => [name, place(from)]));
  const seen = new Set<string>();
  return edges.flatMap((edge) => {
    if (edge.from.node !== nodeId && edge.to.node !== nodeId) return [edge];
    const from = edge.from.node === nodeId ? out.get(edge.from.port) : edge.from;
    const ends = edge.to.node === nodeId ? (into.get(edge.to.port) ?? []) : [edge.to];
    if (from === undefined) return [];
    return ends.flatMap((to) => {
      const key = `${endId(from)}>${endId(to)}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ from, to }];
    });
  });
}

/** Lays what is inside around the place of the node that stood for it. */
function measureShift(inside: readonly GraphNode[], { position }: GraphNode) {
  const places = inside.flatMap((node) => (node.position ? [node.position] : []));
  const middle = (values: readonly number[]) =>
    values.length === 0 ? 0 : Math.round((Math.min(...values) + Math.max(...values)) / 2);
  const x = (position?.x ?? 0) - middle(places.map((each) => each.x));
  const y = (position?.y ?? 0) - middle(places.map((each) => each.y));
  return (place: { x: number; y: number }) => ({ x: place.x + x, y: place.y + y });
}
