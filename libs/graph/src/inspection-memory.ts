import type { GraphEdge, GraphNode } from './graph';
import type { Issue } from './issue';
import type { Resources } from './node-definition';
import type { Summary } from './ports';

/** What a node's check and infer gave. */
export interface InspectedNode {
  issues: Issue[];
  outputs?: Readonly<Record<string, Summary>>;
}

/** Everything that a node's check and infer may look at. */
export interface InspectionCause {
  readonly node: GraphNode;
  readonly resources: Resources;
  readonly inputs: Readonly<Record<string, Summary | Summary[]>>;
  readonly wires: Readonly<Record<string, readonly GraphEdge['from'][]>>;
}

/**
 * What was found out in earlier inspections, by node id. While a graph is edited most nodes stay as
 * they are: only what changed, and what lies behind it, is worked out again. Values count as
 * unchanged while they are the same objects, so a graph must be edited by making new ones. Names and
 * places of nodes don't count.
 */
export type InspectionMemory = Map<string, { cause: InspectionCause; found: InspectedNode }>;

/** What was found for a node from the same cause; undefined when something of it changed. */
export function recall(
  memory: InspectionMemory,
  id: string,
  cause: InspectionCause,
): InspectedNode | undefined {
  const known = memory.get(id);
  if (known === undefined) return undefined;
  const { node, resources, inputs, wires } = known.cause;
  const same =
    sameNode(node, cause.node) &&
    resources === cause.resources &&
    sameLists(inputs, cause.inputs, (a, b) => a === b) &&
    sameLists(wires, cause.wires, (a, b) => a.node === b.node && a.port === b.port);
  return same ? known.found : undefined;
}

function sameNode(a: GraphNode, b: GraphNode): boolean {
  return a === b || (a.kind === b.kind && a.version === b.version && a.params === b.params);
}

function sameLists<Value>(
  left: Readonly<Record<string, Value | readonly Value[]>>,
  right: Readonly<Record<string, Value | readonly Value[]>>,
  same: (a: Value, b: Value) => boolean,
): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const [a, b] = [listOf(left[name]), listOf(right[name])];
    return a.length === b.length && a.every((value, at) => same(value, b[at] as Value));
  });
}

function listOf<Value>(value: Value | readonly Value[] | undefined): readonly Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
}
