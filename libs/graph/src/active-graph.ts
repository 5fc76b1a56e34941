import { describePortType } from './check-connection';
import { portOf } from './check-wires';
import { wireId } from './edit-graph';
import type { Graph, GraphEdge, GraphNode } from './graph';
import type { Issue } from './issue';
import { nameNode } from './name-nodes';
import type { AnyNodeDefinition, Catalogue } from './node-definition';

/** Why a node has no part in a run. */
export type LeftOut =
  | { readonly how: 'muted' }
  /** What it reads comes, at last, from this muted node. */
  | { readonly how: 'behind'; readonly muted: string }
  /** What it reads goes through it unchanged. */
  | { readonly how: 'bypassed' };

export interface ActiveGraph {
  /** What runs: wires lead past bypassed nodes; muted nodes and all that depend on them are gone. */
  readonly graph: Graph;
  readonly leftOut: ReadonlyMap<string, LeftOut>;
  /** Nodes that can't be bypassed; they stay in the graph. */
  readonly issues: readonly Issue[];
}

const NOTHING: ReadonlyMap<string, LeftOut> = new Map();

/** The part of a graph that runs. A graph without muted or bypassed nodes is its own active part. */
export function takeActive(graph: Graph, catalogue: Catalogue): ActiveGraph {
  if (graph.nodes.every((node) => node.mode === undefined)) {
    return { graph, leftOut: NOTHING, issues: [] };
  }
  const leftOut = new Map<string, LeftOut>();
  const issues: Issue[] = [];
  for (const { id, mode } of graph.nodes) {
    if (mode === 'muted') leftOut.set(id, { how: 'muted' });
    if (mode !== 'bypassed') continue;
    const reason = whyNoBypass(graph, catalogue, id);
    if (reason === null) leftOut.set(id, { how: 'bypassed' });
    else if (catalogue.has(kindOf(graph, id))) issues.push(refuseBypass(id, reason));
  }
  const edges = leadPast(graph, catalogue, leftOut);
  spreadMuted(edges, leftOut);
  return {
    graph: {
      ...graph,
      nodes: graph.nodes.filter(({ id }) => !leftOut.has(id)),
      edges: edges.filter(({ from, to }) => !leftOut.has(from.node) && !leftOut.has(to.node)),
    },
    leftOut,
    issues,
  };
}

/**
 * Why a node can't be bypassed; null when it can: each of its outputs that is wired has an input of
 * the same type that takes one wire.
 */
export function whyNoBypass(graph: Graph, catalogue: Catalogue, id: string): string | null {
  const node = graph.nodes.find((each) => each.id === id);
  const definition = catalogue.get(node?.kind ?? '');
  if (node === undefined || definition === undefined) {
    return `"${node?.title ?? id}" can't be bypassed: Graft does not know its kind.`;
  }
  const name = `"${nameNode(graph, catalogue, id)}"`;
  const passed = Object.keys(definition.outputs).filter(
    (port) => listPassages(definition, port).length > 0,
  );
  if (passed.length === 0) {
    return `${name} can't be bypassed: nothing that it reads is of a type that it gives.`;
  }
  const stuck = graph.edges.find(
    (edge) => edge.from.node === id && !passed.includes(edge.from.port),
  );
  const output = stuck && portOf(definition.outputs, stuck.from.port);
  if (output === undefined) return null;
  return (
    `${name} can't be bypassed: its output "${output.title}" is wired, ` +
    `and it reads nothing that could stand for ${describePortType(output.type)}.`
  );
}

/** Inputs whose value can stand for an output. */
function listPassages(definition: AnyNodeDefinition, output: string): string[] {
  const type = portOf(definition.outputs, output)?.type;
  return Object.entries(definition.inputs).flatMap(([name, input]) =>
    input.type === type && !input.many ? [name] : [],
  );
}

/** Wires with bypassed nodes replaced by what is wired into them, each once. */
function leadPast(
  graph: Graph,
  catalogue: Catalogue,
  leftOut: ReadonlyMap<string, LeftOut>,
): GraphEdge[] {
  const isBypassed = (id: string) => leftOut.get(id)?.how === 'bypassed';
  const findSource = (end: GraphEdge['from']): GraphEdge['from'] | null => {
    const seen = new Set<string>();
    let source: GraphEdge['from'] | undefined = end;
    while (source !== undefined && isBypassed(source.node)) {
      // Bypassed nodes in a circle lead nowhere.
      if (seen.has(source.node)) return null;
      seen.add(source.node);
      source = findFeeding(graph, catalogue, source);
    }
    return source ?? null;
  };
  const drawn = new Set(graph.edges.map(wireId));
  return graph.edges.flatMap((edge) => {
    if (isBypassed(edge.to.node)) return [];
    if (!isBypassed(edge.from.node)) return [edge];
    const from = findSource(edge.from);
    if (from === null) return [];
    const led = { from, to: edge.to };
    const twice = drawn.has(wireId(led));
    drawn.add(wireId(led));
    return twice ? [] : [led];
  });
}

/** What is wired into the first input that stands for an output; the first such input that is wired. */
function findFeeding(
  graph: Graph,
  catalogue: Catalogue,
  { node, port }: GraphEdge['from'],
): GraphEdge['from'] | undefined {
  const definition = catalogue.get(kindOf(graph, node));
  if (definition === undefined) return undefined;
  const sources = listPassages(definition, port).flatMap((input) => {
    const wire = graph.edges.find((edge) => edge.to.node === node && edge.to.port === input);
    return wire === undefined ? [] : [wire.from];
  });
  return sources[0];
}

function spreadMuted(edges: readonly GraphEdge[], leftOut: Map<string, LeftOut>): void {
  // A Map may grow while it is walked: what lies behind a node that was just left out is visited too.
  for (const [id, why] of leftOut) {
    if (why.how === 'bypassed') continue;
    const muted = why.how === 'muted' ? id : why.muted;
    for (const { from, to } of edges) {
      if (from.node === id && !leftOut.has(to.node)) leftOut.set(to.node, { how: 'behind', muted });
    }
  }
}

function kindOf(graph: Pick<Graph, 'nodes'>, id: string): GraphNode['kind'] {
  return graph.nodes.find((node) => node.id === id)?.kind ?? '';
}

function refuseBypass(nodeId: string, reason: string): Issue {
  return {
    code: 'graph.no-bypass',
    severity: 'error',
    nodeId,
    message: `${reason} Use it again, mute it, or remove the wire.`,
    fix: { title: 'Use it again', setModes: [{ nodeId, mode: null }] },
  };
}
