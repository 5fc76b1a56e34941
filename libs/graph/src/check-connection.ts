import type { Graph, GraphEdge } from './graph';
import { nameNode } from './name-nodes';
import type { Catalogue } from './node-definition';
import type { PortDefinition, PortType } from './ports';

export type WireEnd = GraphEdge['from'];
export type ConnectionVerdict = { ok: true } | { ok: false; reason: string };

const WORDS: Readonly<Record<PortType, string>> = {
  dataset: 'a data set',
  model: 'a model',
  history: 'a training history',
  report: 'a report',
  scores: 'scores',
  file: 'a file',
};

/**
 * Says whether a wire may be drawn, fast enough to ask while it is dragged (time grows with the
 * number of wires). Looks at kinds, ports, types and cycles; what the values hold is for
 * `inspectGraph`.
 */
export function checkConnection(
  graph: Pick<Graph, 'nodes' | 'edges' | 'components'>,
  catalogue: Catalogue,
  from: WireEnd,
  to: WireEnd,
): ConnectionVerdict {
  const output = findPort(graph, catalogue, from, 'outputs');
  if (typeof output === 'string') return { ok: false, reason: output };
  const input = findPort(graph, catalogue, to, 'inputs');
  if (typeof input === 'string') return { ok: false, reason: input };
  const mismatch = describeMismatch(output, input);
  if (mismatch) return { ok: false, reason: mismatch };
  const present = graph.edges.filter(
    (edge) => edge.to.node === to.node && edge.to.port === to.port,
  );
  if (present.some((edge) => edge.from.node === from.node && edge.from.port === from.port)) {
    return { ok: false, reason: 'This wire is there already.' };
  }
  if (present.length > 0 && !input.many) {
    return {
      ok: false,
      reason: `"${input.title}" takes one wire and has it already. Remove that one first.`,
    };
  }
  if (reaches(graph.edges, to.node, from.node)) {
    const [later, earlier] = [from, to].map(({ node }) => nameNode(graph, catalogue, node));
    return {
      ok: false,
      reason: `This would close a circle: "${later}" already depends on "${earlier}".`,
    };
  }
  return { ok: true };
}

/** Why an output can't feed an input, or undefined when their types agree. */
export function describeMismatch(
  output: PortDefinition,
  input: PortDefinition,
): string | undefined {
  if (output.type === input.type) return undefined;
  return `"${output.title}" gives ${WORDS[output.type]}, but "${input.title}" takes ${WORDS[input.type]}.`;
}

/** What travels on a port type, with its article: "a data set". */
export function describePortType(type: PortType): string {
  return WORDS[type];
}

function findPort(
  graph: Pick<Graph, 'nodes'>,
  catalogue: Catalogue,
  end: WireEnd,
  side: 'inputs' | 'outputs',
): PortDefinition | string {
  const node = graph.nodes.find((each) => each.id === end.node);
  if (!node) return `There is no node "${end.node}".`;
  const definition = catalogue.get(node.kind);
  if (!definition) return `Graft has no node of kind "${node.kind}".`;
  const ports = definition[side];
  const port = Object.hasOwn(ports, end.port) ? ports[end.port] : undefined;
  if (port) return port;
  const word = side === 'inputs' ? 'input' : 'output';
  return `"${definition.title}" has no ${word} "${end.port}".`;
}

/** True when wires lead from one node to the other, or both are the same. */
function reaches(edges: readonly GraphEdge[], start: string, goal: string): boolean {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = targets.get(from.node);
    if (known) known.push(to.node);
    else targets.set(from.node, [to.node]);
  }
  const seen = new Set([start]);
  // A Set may grow while it is walked: new ids are visited too.
  for (const id of seen) {
    if (id === goal) return true;
    for (const target of targets.get(id) ?? []) seen.add(target);
  }
  return false;
}
