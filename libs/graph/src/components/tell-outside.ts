import type { LeftOut } from '../active-graph';
import type { GraphEdge } from '../graph';
import type { Fix, Issue } from '../issue';
import type { JsonObject } from '../json';
import type { Summary } from '../ports';
import type { GraphInspection } from '../inspect-plain';
import { endId, outermost, pathWithin, type WireEnd } from './component-path';
import type { ExpandedGraph, Inside } from './expand-components';
import { fieldOutside } from './field-places';

/**
 * What was found in an expanded graph, told of the graph that a person drew: Issues point at the
 * component, a component gives out what its inside gives. What is known of nodes inside stays, by path.
 * @param names what people call the nodes that they drew
 */
export function tellOutside(
  found: GraphInspection,
  expanded: ExpandedGraph,
  names: ReadonlyMap<string, string>,
): GraphInspection {
  const { insides, catalogue } = expanded;
  const summaries = new Map(found.summaries);
  const params = new Map(found.params);
  const wires = new Map(found.wires);
  for (const [path, inside] of insides) {
    const outputs = readOutputs(inside, found.summaries);
    if (outputs !== undefined) summaries.set(path, outputs);
    wires.set(path, inside.wired);
    const read = catalogue.get(inside.component.kind)?.params.safeParse(inside.node.params);
    if (read?.success === true) params.set(path, read.data as JsonObject);
  }
  const leftOut = tellLeftOut(found.leftOut, expanded);
  const ports = indexPorts(insides);
  const issues = [
    ...expanded.issues,
    ...found.issues.filter(({ nodeId }) => !expanded.refused.has(nodeId ?? '')),
  ].map((issue) => tellIssue(issue, expanded, { ports, names }));
  return { ...found, issues: dropRepeated(issues), summaries, params, wires, leftOut };
}

function readOutputs(
  { outputs }: Inside,
  summaries: GraphInspection['summaries'],
): Record<string, Summary> | undefined {
  const known = Array.from(outputs).flatMap(([name, { node, port }]) => {
    const summary = summaries.get(node)?.[port];
    return summary === undefined ? [] : [[name, summary] as const];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

function tellLeftOut(
  found: ReadonlyMap<string, LeftOut>,
  { graph, insides, leftOut }: ExpandedGraph,
): Map<string, LeftOut> {
  const told = new Map(leftOut);
  for (const [path, why] of found) {
    told.set(path, why.how === 'behind' ? { ...why, muted: outermost(why.muted) } : why);
  }
  for (const [path, { node }] of insides) {
    const within = graph.nodes.filter(({ id }) => id.startsWith(`${path}/`));
    const whys = within.map(({ id }) => told.get(id));
    const [first] = whys;
    if (first === undefined || whys.includes(undefined)) continue;
    const behind = whys.find((why) => why?.how === 'behind');
    told.set(path, node.mode === 'muted' ? { how: 'muted' } : (behind ?? first));
  }
  return told;
}

interface Ports {
  readonly inputs: ReadonlyMap<string, WireEnd>;
  readonly outputs: ReadonlyMap<string, WireEnd>;
}

/** Ports of nodes inside by the port of the outermost component that leads to them. */
function indexPorts(insides: ReadonlyMap<string, Inside>): Ports {
  const [inputs, outputs] = [new Map<string, WireEnd>(), new Map<string, WireEnd>()];
  for (const [node, inside] of insides) {
    if (pathWithin(node) !== null) continue;
    for (const [port, ends] of inside.inputs) {
      for (const end of ends) inputs.set(endId(end), { node, port });
    }
    for (const [port, end] of inside.outputs) outputs.set(endId(end), { node, port });
  }
  return { inputs, outputs };
}

interface Outside {
  readonly ports: Ports;
  readonly names: ReadonlyMap<string, string>;
}

function tellIssue(issue: Issue, expanded: ExpandedGraph, { ports, names }: Outside): Issue {
  const { nodeId = '', port, field, fix, ...rest } = issue;
  const told = fix && tellFix(fix, expanded, ports);
  const inside = issue.inside ?? pathWithin(nodeId);
  if (inside === null) return { ...withoutFix(issue), ...(told && { fix: told }) };
  const top = outermost(nodeId);
  const end = port === undefined ? undefined : { node: nodeId, port };
  const outer = end && (ports.inputs.get(endId(end)) ?? ports.outputs.get(endId(end)));
  const asked = field === undefined ? null : fieldOutside({ nodeId, field }, expanded);
  return {
    ...rest,
    nodeId: top,
    inside,
    ...(outer === undefined ? {} : { port: outer.port }),
    ...(asked === null ? {} : { field: asked.field }),
    message: `Inside "${names.get(top) ?? top}": ${rest.message}`,
    ...(told && { fix: told }),
  };
}

function withoutFix({ fix: _, ...issue }: Issue): Issue {
  return issue;
}

/** A fix that changes only what a person drew; undefined where it would have to change the inside. */
function tellFix(fix: Fix, expanded: ExpandedGraph, ports: Ports): Fix | undefined {
  const isInside = (id: string) => pathWithin(id) !== null;
  const closed = [
    ...(fix.removeNodes ?? []),
    ...(fix.setModes ?? []).map(({ nodeId }) => nodeId),
  ].some(isInside);
  if (closed) return undefined;
  const added = tellEdges(fix.addEdges, ports);
  const removed = tellEdges(fix.removeEdges, ports);
  const set = (fix.setParams ?? []).map((each) => tellParams(each, expanded));
  if (added === null || removed === null || set.includes(null)) return undefined;
  return {
    ...fix,
    ...(added === undefined ? {} : { addEdges: added }),
    ...(removed === undefined ? {} : { removeEdges: removed }),
    ...(fix.setParams === undefined ? {} : { setParams: set.filter((each) => each !== null) }),
  };
}

function tellEdges(
  edges: readonly GraphEdge[] | undefined,
  ports: Ports,
): GraphEdge[] | null | undefined {
  if (edges === undefined) return undefined;
  const told = edges.map(({ from, to }) => {
    const source = pathWithin(from.node) === null ? from : ports.outputs.get(endId(from));
    const target = pathWithin(to.node) === null ? to : ports.inputs.get(endId(to));
    return source === undefined || target === undefined ? null : { from: source, to: target };
  });
  return told.includes(null) ? null : told.filter((each) => each !== null);
}

type SetParams = NonNullable<Fix['setParams']>[number];

function tellParams({ nodeId, params }: SetParams, expanded: ExpandedGraph): SetParams | null {
  const told = Object.entries(params).map(([name, value]) => {
    const asked = fieldOutside({ nodeId, field: name }, expanded);
    return asked === null ? null : ([asked.field, value] as const);
  });
  if (told.includes(null)) return null;
  return {
    nodeId: outermost(nodeId),
    params: Object.fromEntries(told.filter((each) => each !== null)),
  };
}

/** An input that leads to two ports inside misses one wire, not two. */
function dropRepeated(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ code, nodeId, inside, port }) => {
    if (inside === undefined || port === undefined) return true;
    const key = `${code} ${nodeId}.${port}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
