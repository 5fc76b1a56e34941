import { expandGraph, takeActive, type Graph, type GraphNode } from '@graft/graph';
import { catalogue } from './catalogue';
import { registerModelNode } from './register-model.node';

const LONGEST_NAME = 64;

/**
 * The graph with a node that registers the model which `training` makes: as it is where one does so
 * already, else with one more, and the report of the first evaluation of that model beside it. Null for
 * a training inside a component, which has no output to wire from.
 */
export function drawRegistration(graph: Graph, training: string): Graph | null {
  const { graph: expanded } = expandGraph(graph, catalogue);
  const active = takeActive(expanded, catalogue).graph;
  if (followers(active, training).some(isRegistration)) return graph;
  const port = findOutput(graph, training, 'model');
  if (port === null) return null;
  const { kind, version } = registerModelNode;
  const id = nameNode(graph);
  const model = { from: { node: training, port }, to: { node: id, port: 'model' } };
  const report = findReport(graph, model.from, new Set(active.nodes.map((node) => node.id)));
  return {
    ...graph,
    nodes: [...graph.nodes, { id, kind, version, params: { name: nameModel(graph.name) } }],
    edges: [
      ...graph.edges,
      model,
      ...(report === null ? [] : [{ from: report, to: { node: id, port: 'report' } }]),
    ],
  };
}

function isRegistration({ kind }: GraphNode): boolean {
  return kind === registerModelNode.kind;
}

/** Nodes that depend on a node, however far away. */
function followers({ nodes, edges }: Graph, id: string): GraphNode[] {
  const reached = new Set([id]);
  // A Set may grow while it is walked: what a reached node feeds is visited too.
  for (const node of reached) {
    for (const { from, to } of edges) if (from.node === node) reached.add(to.node);
  }
  return nodes.filter((node) => reached.has(node.id) && node.id !== id);
}

function findOutput(graph: Graph, id: string, type: string): string | null {
  const kind = graph.nodes.find((node) => node.id === id)?.kind;
  const outputs = Object.entries(catalogue.get(kind ?? '')?.outputs ?? {});
  return outputs.find(([, output]) => output.type === type)?.[0] ?? null;
}

function findReport(
  graph: Graph,
  from: Graph['edges'][number]['from'],
  active: ReadonlySet<string>,
) {
  for (const edge of graph.edges) {
    if (edge.from.node !== from.node || edge.from.port !== from.port) continue;
    if (!active.has(edge.to.node)) continue;
    const port = findOutput(graph, edge.to.node, 'report');
    if (port !== null) return { node: edge.to.node, port };
  }
  return null;
}

function nameNode({ nodes }: Graph): string {
  const taken = new Set(nodes.map(({ id }) => id));
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? 'register-best' : `register-best-${String(count)}`;
    if (!taken.has(id)) return id;
  }
}

/** What a graph is called, as a name of a model may be. */
function nameModel(name: string | undefined): string {
  const words = (name ?? '').toLowerCase().replace(/[^a-z0-9._-]+/g, '-');
  const trimmed = words
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, LONGEST_NAME)
    .replace(/-+$/, '');
  return trimmed === '' ? 'best-model' : trimmed;
}
