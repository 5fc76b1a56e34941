import { takeActive, type LeftOut } from './active-graph';
import { checkWires, type CheckedWires } from './check-wires';
import { findDuplicateIds } from './find-duplicate-ids';
import type { Graph, GraphEdge } from './graph';
import { recall, type InspectedNode, type InspectionMemory } from './inspection-memory';
import { hasErrors, type Issue } from './issue';
import type { JsonObject } from './json';
import { findMissingWires } from './missing-wires';
import type { Catalogue, NodeContext, Resources } from './node-definition';
import { nameNodes } from './name-nodes';
import { completeIssue, guard } from './node-issues';
import { orderNodes } from './order-nodes';
import type { Summary } from './ports';
import { resolveNodes, type ResolvedNode } from './resolve-nodes';

/** Everything that is known of a graph before it runs. */
export interface GraphInspection {
  issues: readonly Issue[];
  /** What each output gives, for every node whose inputs are known and whose check found no error. */
  summaries: ReadonlyMap<string, Readonly<Record<string, Summary>>>;
  /** Parameters with defaults filled in, at the present version, for every node that has good ones. */
  params: ReadonlyMap<string, JsonObject>;
  /** Good wires into each input of each node, in the order of the graph. */
  wires: ReadonlyMap<string, ReadonlyMap<string, readonly GraphEdge['from'][]>>;
  /** Topological order, ties by id; nodes in or behind a cycle, and those in `leftOut`, are not in it. */
  order: readonly string[];
  /** What all of this is about: the graph with every component drawn out. */
  expanded: Graph;
  /** Nodes that are muted, depend on a muted one, or are bypassed: nothing else is known of them. */
  leftOut: ReadonlyMap<string, LeftOut>;
}

const MAX_CYCLES = 20;

/**
 * Inspects a graph without components, as `inspectGraph` does any graph. Never throws. The checks of a
 * node run only when all that it reads is known, so that one mistake is reported once. With a memory that
 * earlier calls have filled, nodes that did not change are not worked out again.
 * @param names what people call the nodes
 */
export function inspectPlain(
  drawn: Graph,
  catalogue: Catalogue,
  resources: Resources,
  memory: InspectionMemory = new Map(),
  names = nameNodes(drawn, catalogue),
): GraphInspection {
  const { graph, leftOut, issues: modeIssues } = takeActive(drawn, catalogue);
  const { nodes, issues: nodeIssues } = resolveNodes(graph, catalogue, names);
  const wires = checkWires(graph, nodes);
  const { order, cycles } = orderNodes(graph);
  const inference = inferSummaries({ nodes, wires, order }, resources, memory);
  const issues = [
    ...findDuplicateIds(drawn),
    ...modeIssues,
    ...nodeIssues,
    ...wires.issues,
    ...cycles.slice(0, MAX_CYCLES).map((cycle) => reportCycle(cycle, graph, names)),
    ...findMissingWires({ nodes, wires, order, catalogue }),
    ...inference.issues,
  ];
  const params = new Map<string, JsonObject>();
  for (const [id, resolved] of nodes) if (resolved.params) params.set(id, resolved.params);
  const { summaries } = inference;
  return { issues, summaries, params, wires: wires.into, order, expanded: drawn, leftOut };
}

interface Drawing {
  nodes: ReadonlyMap<string, ResolvedNode>;
  wires: CheckedWires;
  order: readonly string[];
}

type Outputs = Readonly<Record<string, Summary>>;

function inferSummaries(
  drawing: Drawing,
  resources: Resources,
  memory: InspectionMemory,
): { summaries: Map<string, Outputs>; issues: Issue[] } {
  const summaries = new Map<string, Outputs>();
  const issues: Issue[] = [];
  for (const id of drawing.order) {
    const resolved = drawing.nodes.get(id);
    if (!resolved?.params || drawing.wires.broken.has(id)) continue;
    const inputs = gatherInputs(resolved, drawing.wires, summaries);
    if (!inputs) continue;
    const wires = Object.fromEntries(drawing.wires.into.get(id) ?? []);
    const cause = { node: resolved.node, resources, inputs, wires };
    const context = { nodeId: id, resources, wires };
    const found =
      recall(memory, id, cause) ?? inspectNode(resolved, resolved.params, inputs, context);
    memory.set(id, { cause, found });
    issues.push(...found.issues);
    if (found.outputs) summaries.set(id, found.outputs);
  }
  return { summaries, issues };
}

/** What a node reads, by port; undefined when a part of it is missing or not known. */
function gatherInputs(
  { node, definition }: ResolvedNode,
  wires: CheckedWires,
  summaries: ReadonlyMap<string, Outputs>,
): Record<string, Summary | Summary[]> | undefined {
  const inputs: Record<string, Summary | Summary[]> = {};
  for (const [port, input] of Object.entries(definition.inputs)) {
    const sources = wires.into.get(node.id)?.get(port) ?? [];
    const known = sources.flatMap((source) => summaries.get(source.node)?.[source.port] ?? []);
    if (known.length < sources.length) return undefined;
    const [first] = known;
    if (!first && !input.optional) return undefined;
    if (input.many) inputs[port] = known;
    else if (first) inputs[port] = first;
  }
  return inputs;
}

function inspectNode(
  { definition }: ResolvedNode,
  params: JsonObject,
  inputs: Record<string, Summary | Summary[]>,
  context: NodeContext,
): InspectedNode {
  const { kind } = definition;
  const checked = guard(context.nodeId, kind, () =>
    definition.check(inputs as never, params as never, context),
  );
  if ('issue' in checked) return { issues: [checked.issue] };
  const issues = checked.value.map((issue) => completeIssue(issue, context.nodeId, kind));
  if (hasErrors(issues)) return { issues };
  const inferred = guard(context.nodeId, kind, () =>
    definition.infer(inputs as never, params as never, context),
  );
  if ('issue' in inferred) return { issues: [...issues, inferred.issue] };
  return { issues, outputs: inferred.value as Outputs };
}

function reportCycle(
  cycle: readonly string[],
  graph: Graph,
  names: ReadonlyMap<string, string>,
): Issue {
  const nameOf = (id = '') => names.get(id) ?? id;
  const [first] = cycle;
  const last = cycle.at(-1);
  const closing = graph.edges.filter((edge) => edge.from.node === last && edge.to.node === first);
  return {
    code: 'graph.cycle',
    severity: 'error',
    ...(first === undefined ? {} : { nodeId: first }),
    message:
      `These nodes wait for each other in a circle: ${[...cycle, first].map(nameOf).join(' -> ')}. ` +
      'Remove one of the wires between them.',
    fix: {
      title: `Remove the wire from "${nameOf(last)}" to "${nameOf(first)}"`,
      removeEdges: closing,
    },
  };
}
