import type { ExposedField, Graph, GraphComponent } from '../graph';
import { freeId } from '../edit-graph';
import type { AnyNodeDefinition } from '../node-definition';
import { endId, toNodeId, type WireEnd } from './component-path';

/** What nodes are called and what they are. */
export interface Words {
  definitionOf: (id: string) => AnyNodeDefinition | undefined;
  nameOf: (id: string) => string;
}

type Input = GraphComponent['inputs'][number] & { source: WireEnd | null };

/** The ports that a component has: those that cross the border of its nodes. */
export interface Border {
  readonly inputs: readonly Input[];
  readonly outputs: GraphComponent['outputs'];
}

/** Inputs: one for each source outside, and what is needed and not wired. Outputs: what is read outside or by nobody. */
export function drawBorder(graph: Graph, chosen: ReadonlySet<string>, words: Words): Border {
  const into = graph.edges.filter(({ from, to }) => !chosen.has(from.node) && chosen.has(to.node));
  const sources = new Map<string, { source: WireEnd | null; to: WireEnd[] }>();
  for (const { from, to } of into) {
    const known = sources.get(endId(from));
    if (known === undefined) sources.set(endId(from), { source: from, to: [to] });
    else known.to.push(to);
  }
  const wired = new Set(graph.edges.map(({ to }) => endId(to)));
  for (const end of listPorts(chosen, words, 'inputs')) {
    const port = words.definitionOf(end.node)?.inputs[end.port];
    if (wired.has(endId(end)) || port?.optional === true) continue;
    sources.set(`open ${endId(end)}`, { source: null, to: [end] });
  }
  const read = new Set(graph.edges.map(({ from }) => endId(from)));
  const outside = graph.edges.filter(
    ({ from, to }) => chosen.has(from.node) && !chosen.has(to.node),
  );
  const unread = listPorts(chosen, words, 'outputs').filter((end) => !read.has(endId(end)));
  const given = new Map(
    [...outside.map(({ from }) => from), ...unread].map((end) => [endId(end), end]),
  );
  const inputs = namePorts(
    [...sources.values()],
    ({ to }) => findNeeding(to, words),
    words,
    'inputs',
  );
  const outputs = namePorts([...given.values()], (from) => from, words, 'outputs');
  return {
    inputs: inputs.map(({ item, name, title }) => ({ name, title, ...item })),
    outputs: outputs.map(({ item, name, title }) => ({ name, title, from: item })),
  };
}

/** What an input is called by: the port that needs the wire, before one that can do without. */
function findNeeding(to: readonly WireEnd[], { definitionOf }: Words): WireEnd | undefined {
  return to.find(({ node, port }) => !definitionOf(node)?.inputs[port]?.optional) ?? to[0];
}

function listPorts(
  chosen: ReadonlySet<string>,
  { definitionOf }: Words,
  side: 'inputs' | 'outputs',
): WireEnd[] {
  return [...chosen].flatMap((node) =>
    Object.keys(definitionOf(node)?.[side] ?? {}).map((port) => ({ node, port })),
  );
}

/** Names by the ports inside; where two would be the same the second says whose it is. */
function namePorts<Item>(
  items: readonly Item[],
  endOf: (item: Item) => WireEnd | undefined,
  { definitionOf, nameOf }: Words,
  side: 'inputs' | 'outputs',
): { item: Item; name: string; title: string }[] {
  const [names, titles] = [new Set<string>(), new Set<string>()];
  return items.map((item) => {
    const { node, port } = endOf(item) ?? { node: '', port: '' };
    const own = definitionOf(node)?.[side][port]?.title ?? port;
    const title = titles.has(own) ? `${own} of ${nameOf(node)}`.slice(0, 120) : own;
    titles.add(title);
    const name = freeId(names, toNodeId(port));
    names.add(name);
    return { item, name, title };
  });
}

/** Names for the parameters that are asked for on the outside. */
export function nameParams(
  fields: readonly (ExposedField & { readonly name?: string })[],
  { definitionOf, nameOf }: Words,
  taken: readonly string[],
): GraphComponent['params'] {
  const [names, titles] = [new Set(taken), new Set<string>()];
  return fields.map(({ node, param, name: before }) => {
    const own = definitionOf(node)?.fields[param]?.title ?? param;
    const title = titles.has(own) ? `${own} of ${nameOf(node)}`.slice(0, 120) : own;
    titles.add(title);
    const name = before ?? freeId(names, toNodeId(param));
    names.add(name);
    return { name, title, node, param };
  });
}
