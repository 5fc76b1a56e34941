import { freeId, nodeIds } from '../edit-graph';
import type { ExposedField, Graph, GraphComponent, GraphEdge, GraphNode } from '../graph';
import type { Catalogue } from '../node-definition';
import { drawBorder, nameParams, type Border } from './component-border';
import { endId, toNodeId } from './component-path';

/** What a person says of a new component. */
export interface ComponentWish {
  readonly kind: string;
  readonly title: string;
  readonly summary?: string;
  /**
   * Parameters of the chosen nodes that are asked for on the outside, in this order. A name is that of the version
   * before: values that are set elsewhere go by it.
   */
  readonly params: readonly (ExposedField & { readonly name?: string })[];
  /** Names that no other parameter is given: those of the version before. */
  readonly takenNames?: readonly string[];
}

export type MadeComponent =
  | {
      readonly ok: true;
      readonly component: GraphComponent;
      /** The graph with one node in place of the chosen ones. */
      readonly graph: Graph;
      readonly nodeId: string;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Makes a component of nodes. Its inputs are what is wired into them from outside, one for each source,
 * and what they need and lack; its outputs are what is read outside, and what nobody reads. The graph
 * with the component runs as before, under the same keys.
 */
export function makeComponent(
  graph: Graph,
  catalogue: Catalogue,
  ids: readonly string[],
  wish: ComponentWish,
): MadeComponent {
  const chosen = new Set(ids);
  const nodes = graph.nodes.filter(({ id }) => chosen.has(id));
  if (nodes.length === 0) return { ok: false, reason: 'Select the nodes that become a component.' };
  const between = findBetween(graph, chosen);
  const definitionOf = (id: string) =>
    catalogue.get(graph.nodes.find((node) => node.id === id)?.kind ?? '');
  const nameOf = (id: string) =>
    graph.nodes.find((node) => node.id === id)?.title ?? definitionOf(id)?.title ?? id;
  if (between !== null) {
    const reason = `"${nameOf(between)}" stands between the selected nodes. Select it too, or leave out what follows it.`;
    return { ok: false, reason };
  }
  const border = drawBorder(graph, chosen, { definitionOf, nameOf });
  const params = nameParams(wish.params, { definitionOf, nameOf }, wish.takenNames ?? []);
  const component: GraphComponent = {
    kind: wish.kind,
    title: wish.title,
    ...(wish.summary === undefined ? {} : { summary: wish.summary }),
    nodes,
    edges: graph.edges.filter(({ from, to }) => chosen.has(from.node) && chosen.has(to.node)),
    inputs: border.inputs.map(({ source: _, ...input }) => input),
    outputs: border.outputs,
    params,
  };
  const nodeId = freeId(without(nodeIds(graph), chosen), toNodeId(wish.title));
  return { ok: true, component, nodeId, graph: putInPlace(graph, component, border, nodeId) };
}

/** A node outside that depends on a chosen one and that another chosen one depends on; null for none. */
function findBetween(graph: Graph, chosen: ReadonlySet<string>): string | null {
  const after = new Set<string>();
  for (const { from, to } of graph.edges) {
    if (chosen.has(from.node) && !chosen.has(to.node)) after.add(to.node);
  }
  // A Set may grow while it is walked: what a reached node feeds is visited too.
  for (const id of after) {
    for (const { from, to } of graph.edges) {
      if (from.node !== id) continue;
      if (chosen.has(to.node)) return id;
      after.add(to.node);
    }
  }
  return null;
}

function putInPlace(graph: Graph, component: GraphComponent, border: Border, id: string): Graph {
  const chosen = nodeIds(component);
  const at = graph.nodes.findIndex((node) => chosen.has(node.id));
  const position = centre(component.nodes);
  const stands: GraphNode = {
    ...{ id, kind: component.kind, version: 1, params: {} },
    ...(position === undefined ? {} : { position }),
  };
  const outputs = new Map(border.outputs.map(({ name, from }) => [endId(from), name]));
  const inputs = new Map(
    border.inputs.flatMap(({ source, name }) => (source ? [[endId(source), name] as const] : [])),
  );
  const seen = new Set<string>();
  const edges = graph.edges.flatMap((edge): GraphEdge[] => {
    const { from, to } = edge;
    const [starts, ends] = [chosen.has(from.node), chosen.has(to.node)];
    if (starts && ends) return [];
    if (starts) return [{ from: { node: id, port: outputs.get(endId(from)) ?? '' }, to }];
    if (!ends) return [edge];
    const input = inputs.get(endId(from)) ?? '';
    if (seen.has(input)) return [];
    seen.add(input);
    return [{ from, to: { node: id, port: input } }];
  });
  const nodes = graph.nodes
    .toSpliced(at, 1, stands)
    .filter((node) => !chosen.has(node.id) || node === stands);
  const exposed = graph.exposed?.flatMap((field) => {
    if (!chosen.has(field.node)) return [field];
    const asked = component.params.find(
      ({ node, param }) => node === field.node && param === field.param,
    );
    return asked === undefined ? [] : [{ node: id, param: asked.name }];
  });
  return {
    ...graph,
    ...{ nodes, edges, components: [...(graph.components ?? []), component] },
    ...(exposed === undefined ? {} : { exposed }),
  };
}

function centre(nodes: readonly GraphNode[]): GraphNode['position'] {
  const places = nodes.flatMap(({ position }) => (position ? [position] : []));
  if (places.length === 0) return undefined;
  const middle = (values: readonly number[]) =>
    Math.round((Math.min(...values) + Math.max(...values)) / 2);
  return { x: middle(places.map(({ x }) => x)), y: middle(places.map(({ y }) => y)) };
}

function without(ids: ReadonlySet<string>, gone: ReadonlySet<string>): Set<string> {
  return new Set([...ids].filter((id) => !gone.has(id)));
}
