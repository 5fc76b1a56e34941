import {
  changeNode,
  findComponent,
  unpackComponent,
  type Graph,
  type GraphComponent,
  type GraphNode,
} from '@graft/graph';
import { catalogue } from '@graft/nodes';

/** The inside of a component, lying among the nodes of its pipeline to be changed. */
export interface EditSession {
  readonly componentId: string;
  readonly name: string;
  /** The newest version, which is changed. */
  readonly version: number;
  /** The graph as it was before. */
  readonly before: Graph;
  /** What was set on the outside. */
  readonly outside: GraphNode['params'];
  /** Nodes that came out of the component. */
  readonly inside: readonly string[];
  /** Nodes that were there before. */
  readonly around: ReadonlySet<string>;
  /** What the component asks for, of the nodes that came out. */
  readonly asked: readonly { node: string; param: string }[];
}

export type Begun =
  | { readonly ok: true; readonly graph: Graph; readonly session: EditSession }
  | { readonly ok: false; readonly reason: string };

/** Puts what is inside a component in its place, with the component's own values. */
export function beginEditing(
  before: Graph,
  nodeId: string,
  kept: Pick<EditSession, 'componentId' | 'name' | 'version'>,
): Begun {
  const { componentId, name, version } = kept;
  const node = before.nodes.find(({ id }) => id === nodeId);
  const component = node && findComponent(before, node.kind);
  const plain = before.nodes.map((each) => (each === node ? { ...each, params: {} } : each));
  const unpacked = unpackComponent({ ...before, nodes: plain }, catalogue, nodeId);
  if (!unpacked.ok) return unpacked;
  const { graph, nodeIds: inside } = unpacked;
  // The nodes come out in the order in which they lie inside.
  const placed = new Map(component?.nodes.map(({ id }, at) => [id, inside[at] ?? id]));
  const asked = component?.params.map((each) => ({
    node: placed.get(each.node) ?? each.node,
    param: each.param,
  }));
  const around = new Set(before.nodes.flatMap(({ id }) => (id === nodeId ? [] : [id])));
  const outside = node?.params ?? {};
  return {
    ok: true,
    graph,
    session: { componentId, name, version, before, outside, inside, around, asked: asked ?? [] },
  };
}

/**
 * The nodes that are kept as the next version, in the order of the graph: those that came out of the component and
 * are still there, and new ones that are wired to them. Empty once none of the first is left.
 */
export function listKept(graph: Graph, { inside, around }: EditSession): string[] {
  const there = new Set(graph.nodes.map(({ id }) => id));
  const kept = new Set(inside.filter((id) => there.has(id)));
  // A Set may grow while it is walked: what is wired to a new node is visited too.
  for (const id of kept) {
    for (const { from, to } of graph.edges) {
      if (from.node === id && !around.has(to.node)) kept.add(to.node);
      if (to.node === id && !around.has(from.node)) kept.add(from.node);
    }
  }
  return graph.nodes.flatMap(({ id }) => (kept.has(id) ? [id] : []));
}

/** The graph with values on a component's node, as far as the component asks for them. */
export function setOutside(
  graph: Graph,
  nodeId: string,
  { params }: Pick<GraphComponent, 'params'>,
  outside: GraphNode['params'],
): Graph {
  const asked = new Set(params.map(({ name }) => name));
  const values = Object.entries(outside).filter(([name]) => asked.has(name));
  if (values.length === 0) return graph;
  return changeNode(graph, nodeId, (node) => ({ ...node, params: Object.fromEntries(values) }));
}
