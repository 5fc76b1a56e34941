import {
  describeMismatch,
  removeParts,
  type Catalogue,
  type Graph,
  type GraphEdge,
} from '@graft/graph';
import { connect } from './edit-graph';

/**
 * Removes nodes and closes the gap: what read a removed node reads what that node read, where the
 * types fit. A gap that nothing fits stays open.
 */
export function removeAndHeal(graph: Graph, catalogue: Catalogue, ids: readonly string[]): Graph {
  return ids.reduce((healed, id) => healOne(healed, catalogue, id), graph);
}

function healOne(graph: Graph, catalogue: Catalogue, id: string): Graph {
  const into = graph.edges.filter(({ from, to }) => to.node === id && from.node !== id);
  const outOf = graph.edges.filter(({ from, to }) => from.node === id && to.node !== id);
  const removed = removeParts(graph, { nodes: [id] });
  return outOf.reduce((healed, { from, to }) => {
    const type = portType(graph, catalogue, from);
    const source = into.find((edge) => portType(graph, catalogue, edge.from) === type)?.from;
    if (type === undefined || source === undefined) return healed;
    const wired = connect(healed, catalogue, { from: source, to });
    return wired.ok ? wired.graph : healed;
  }, removed);
}

/**
 * Puts a node into a wire: what the wire brought goes into the node, and what comes out of the node
 * goes where the wire went. Null when the node has no ports for that.
 */
export function spliceNode(
  graph: Graph,
  catalogue: Catalogue,
  id: string,
  wire: GraphEdge,
): Graph | null {
  const definition = catalogue.get(graph.nodes.find((node) => node.id === id)?.kind ?? '');
  const source = findPort(graph, catalogue, wire.from, 'outputs');
  const target = findPort(graph, catalogue, wire.to, 'inputs');
  if (definition === undefined || source === undefined || target === undefined) return null;
  const input = Object.entries(definition.inputs).find(
    ([, port]) => !describeMismatch(source, port),
  );
  const output = Object.entries(definition.outputs).find(
    ([, port]) => !describeMismatch(port, target),
  );
  if (input === undefined || output === undefined) return null;
  const open = { ...graph, edges: graph.edges.filter((edge) => edge !== wire) };
  const before = connect(open, catalogue, { from: wire.from, to: { node: id, port: input[0] } });
  if (!before.ok) return null;
  const after = connect(before.graph, catalogue, {
    from: { node: id, port: output[0] },
    to: wire.to,
  });
  return after.ok ? after.graph : null;
}

function findPort(
  graph: Graph,
  catalogue: Catalogue,
  end: GraphEdge['from'],
  side: 'inputs' | 'outputs',
) {
  const kind = graph.nodes.find((node) => node.id === end.node)?.kind ?? '';
  return catalogue.get(kind)?.[side][end.port];
}

function portType(graph: Graph, catalogue: Catalogue, output: GraphEdge['from']) {
  return findPort(graph, catalogue, output, 'outputs')?.type;
}
