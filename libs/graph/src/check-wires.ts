import { describeMismatch } from './check-connection';
import { findClosestName } from './closest-name';
import type { Graph, GraphEdge } from './graph';
import type { Fix, Issue } from './issue';
import type { PortDefinition, PortMap } from './ports';
import type { ResolvedNode } from './resolve-nodes';

type ResolvedById = ReadonlyMap<string, ResolvedNode>;

export interface CheckedWires {
  /** For each node, the good wires into each input, in the order of the graph. */
  into: ReadonlyMap<string, ReadonlyMap<string, readonly GraphEdge['from'][]>>;
  /** Nodes with a wire that is wrong: what they read is not known. */
  broken: ReadonlySet<string>;
  issues: readonly Issue[];
}

/** Sorts wires by the input they lead to, and reports those that lead nowhere or don't fit. */
export function checkWires(graph: Graph, nodes: ResolvedById): CheckedWires {
  const ids = new Set(graph.nodes.map((node) => node.id));
  const into = new Map<string, Map<string, GraphEdge['from'][]>>();
  const broken = new Set<string>();
  const issues: Issue[] = [];
  for (const edge of graph.edges) {
    const ports = into.get(edge.to.node) ?? new Map<string, GraphEdge['from'][]>();
    into.set(edge.to.node, ports);
    const verdict = judge(edge, ids, nodes, ports.get(edge.to.port) ?? []);
    if (verdict === 'good')
      ports.set(edge.to.port, [...(ports.get(edge.to.port) ?? []), edge.from]);
    else {
      broken.add(edge.to.node);
      if (verdict !== 'unknown') issues.push(verdict);
    }
  }
  return { into, broken, issues };
}

function judge(
  edge: GraphEdge,
  ids: ReadonlySet<string>,
  nodes: ResolvedById,
  present: readonly GraphEdge['from'][],
): Issue | 'good' | 'unknown' {
  const absent = [edge.from.node, edge.to.node].find((id) => !ids.has(id));
  if (absent !== undefined) return refuseDangling(edge, absent, { ids, nodes });
  const [source, target] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
  if (!source || !target) return 'unknown';
  const output = portOf(source.definition.outputs, edge.from.port);
  if (!output) return refusePort(edge, source, 'output');
  const input = portOf(target.definition.inputs, edge.to.port);
  if (!input) return refusePort(edge, target, 'input');
  const mismatch = describeMismatch(output, input);
  if (mismatch)
    return refuse(
      'graph.wrong-type',
      edge,
      `${describeWire(edge, nodes)} does not fit: ${mismatch}`,
    );
  if (present.some(({ node, port }) => node === edge.from.node && port === edge.from.port)) {
    return refuse(
      'graph.double-wire',
      edge,
      `${describeWire(edge, nodes)} is drawn twice. Remove one.`,
    );
  }
  if (present.length > 0 && !input.many) {
    const [first] = present;
    const ends = [first ?? edge.from, edge.from].map((end) => sayOutput(end, nodes));
    const message = `${sayInput(edge.to, nodes)} takes one wire, but ${ends.join(' and ')} lead to it. Remove one.`;
    return refuse('graph.too-many-wires', edge, message);
  }
  return 'good';
}

/** An object's own port of that name: `constructor` is no port. */
export function portOf(ports: PortMap, name: string): PortDefinition | undefined {
  return Object.hasOwn(ports, name) ? ports[name] : undefined;
}

function refuseDangling(
  edge: GraphEdge,
  absent: string,
  { ids, nodes }: { ids: ReadonlySet<string>; nodes: ResolvedById },
): Issue {
  const present = [edge.to, edge.from].find((end) => ids.has(end.node));
  return {
    code: 'graph.dangling-wire',
    severity: 'error',
    ...(present ? { nodeId: present.node, port: present.port } : {}),
    message: `${describeWire(edge, nodes)} leads to "${absent}", which does not exist. Remove the wire.`,
    fix: removal(edge),
  };
}

/** Refuses a wire to or from a port that a node does not have. */
export function refusePort(
  edge: GraphEdge,
  { node, definition, name }: ResolvedNode,
  side: 'input' | 'output',
): Issue {
  const end = side === 'input' ? edge.to : edge.from;
  const ports = side === 'input' ? definition.inputs : definition.outputs;
  const closest = findClosestName(end.port, Object.keys(ports));
  const hint = closest
    ? `Did you mean "${closest}"?`
    : `It has ${
        Object.keys(ports)
          .map((port) => `"${port}"`)
          .join(', ') || 'none'
      }.`;
  const issue = refuse(
    'graph.unknown-port',
    edge,
    `"${name}" has no ${side} "${end.port}". ${hint}`,
  );
  return { ...issue, nodeId: node.id, port: end.port, fix: mend(edge, side, closest) };
}

function mend(edge: GraphEdge, side: 'input' | 'output', closest: string | undefined): Fix {
  if (closest === undefined) return removal(edge);
  const corrected: GraphEdge =
    side === 'input'
      ? { ...edge, to: { ...edge.to, port: closest } }
      : { ...edge, from: { ...edge.from, port: closest } };
  return { title: `Use "${closest}"`, removeEdges: [edge], addEdges: [corrected] };
}

function refuse(code: string, edge: GraphEdge, message: string): Issue {
  return {
    code,
    severity: 'error',
    nodeId: edge.to.node,
    port: edge.to.port,
    message,
    fix: removal(edge),
  };
}

function removal(edge: GraphEdge): Fix {
  return { title: 'Remove the wire', removeEdges: [edge] };
}

function describeWire({ from, to }: GraphEdge, nodes: ResolvedById): string {
  return `The wire from ${sayOutput(from, nodes)} to ${sayInput(to, nodes)}`;
}

/** `"Validation" of "Split"`. */
export function sayOutput(end: GraphEdge['from'], nodes: ResolvedById): string {
  const known = nodes.get(end.node);
  return sayEnd(end, known, portOf(known?.definition.outputs ?? {}, end.port));
}

function sayInput(end: GraphEdge['to'], nodes: ResolvedById): string {
  const known = nodes.get(end.node);
  return sayEnd(end, known, portOf(known?.definition.inputs ?? {}, end.port));
}

function sayEnd(
  end: GraphEdge['from'],
  known: ResolvedNode | undefined,
  port: PortDefinition | undefined,
): string {
  return `"${port?.title ?? end.port}" of "${known?.name ?? end.node}"`;
}
