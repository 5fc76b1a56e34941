import {
  changeNode,
  findComponent,
  unpackComponent,
  type ExposedField,
  type Graph,
  type GraphComponent,
  type JsonObject,
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
  /** What was set on the outside, by the nodes that came out: the next version may give the fields other names. */
  readonly outside: readonly OutsideValue[];
  /** Nodes that came out of the component. */
  readonly inside: readonly string[];
  /** Nodes that were there before. */
  readonly around: ReadonlySet<string>;
  /** What the component asks for, of the nodes that came out. */
  readonly asked: readonly (ExposedField & { readonly name: string })[];
}

/** What is set on a component for a parameter of a node inside. */
export interface OutsideValue extends ExposedField {
  readonly value: JsonObject[string];
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
  const fields = (component?.params ?? []).map(({ name, node: id, param }) => ({
    value: node?.params[name],
    name,
    field: { node: placed.get(id) ?? id, param },
  }));
  const asked = fields.map(({ name, field }) => ({ ...field, name }));
  const outside = fields.flatMap(({ field, value }) =>
    value === undefined ? [] : [{ ...field, value }],
  );
  const around = new Set(before.nodes.flatMap(({ id }) => (id === nodeId ? [] : [id])));
  return {
    ok: true,
    graph,
    session: { componentId, name, version, before, outside, inside, around, asked },
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

/** True while nodes that came out of the component are in the graph. */
export function isOpen(graph: Graph, session: EditSession | null): boolean {
  return session !== null && listKept(graph, session).length > 0;
}

/**
 * The session after another component was unpacked; null where none of its nodes was left in the graph before: ids
 * are given anew, and the nodes of another would be taken for its own.
 */
export function continueEditing(
  session: EditSession,
  before: Graph,
  unpacked: { readonly nodeId: string; readonly nodeIds: readonly string[] },
): EditSession | null {
  if (!isOpen(before, session)) return null;
  if (!session.around.has(unpacked.nodeId)) return session;
  return { ...session, around: new Set([...session.around, ...unpacked.nodeIds]) };
}

/** What the next version asks for: what the one before asked for comes first, in its order and under its names. */
export function orderAsked<Field extends ExposedField>(
  fields: readonly Field[],
  { asked }: Pick<EditSession, 'asked'>,
): (Field & { readonly name?: string })[] {
  const before = asked.flatMap((each) =>
    fields.flatMap((field) => (isSame(field, each) ? [{ ...field, name: each.name }] : [])),
  );
  return [...before, ...fields.filter((field) => !asked.some((each) => isSame(field, each)))];
}

/** The graph with values on a component's node, as far as the component asks for them. */
export function setOutside(
  graph: Graph,
  nodeId: string,
  { params }: Pick<GraphComponent, 'params'>,
  outside: readonly OutsideValue[],
): Graph {
  const values = params.flatMap((field) =>
    outside.filter((each) => isSame(field, each)).map(({ value }) => [field.name, value] as const),
  );
  if (values.length === 0) return graph;
  return changeNode(graph, nodeId, (node) => ({ ...node, params: Object.fromEntries(values) }));
}

function isSame(one: ExposedField, other: ExposedField): boolean {
  return one.node === other.node && one.param === other.param;
}
