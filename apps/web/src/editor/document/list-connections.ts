import {
  describeMismatch,
  nameNodes,
  wireId,
  type Catalogue,
  type Graph,
  type GraphEdge,
} from '@graft/graph';
import { connect } from './edit-graph';

/** A wire that could be drawn, in words. */
export interface PossibleWire {
  readonly wire: GraphEdge;
  readonly title: string;
  /** What the input gives up for it; null when it is free. */
  readonly replaces: string | null;
}

/** Every wire that could be drawn from or to a node, those into free inputs first. */
export function listConnections(graph: Graph, catalogue: Catalogue, id: string): PossibleWire[] {
  const drawn = new Set(graph.edges.map(wireId));
  const possible = listPairs(graph, catalogue, id).filter(
    (wire) => !drawn.has(wireId(wire)) && connect(graph, catalogue, wire).ok,
  );
  const names = nameNodes(graph, catalogue);
  const described = possible.map((wire) => describe({ graph, catalogue, names }, wire));
  return [
    ...described.filter(({ replaces }) => replaces === null),
    ...described.filter(({ replaces }) => replaces !== null),
  ];
}

/** Wires whose title has every word of a search; those that have it as it was typed come first. */
export function searchConnections(wires: readonly PossibleWire[], query: string): PossibleWire[] {
  const typed = query.toLowerCase().trim();
  const words = typed.split(/\s+/).filter(Boolean);
  const titleOf = ({ title }: PossibleWire) => title.toLowerCase();
  const found = wires.filter((wire) => words.every((word) => titleOf(wire).includes(word)));
  const exact = found.filter((wire) => titleOf(wire).includes(typed));
  return [...exact, ...found.filter((wire) => !exact.includes(wire))];
}

function listPairs(graph: Graph, catalogue: Catalogue, id: string): GraphEdge[] {
  const ports = (node: string, side: 'inputs' | 'outputs') =>
    Object.entries(catalogue.get(kindOf(graph, node))?.[side] ?? {});
  const join = (source: string, target: string) =>
    ports(source, 'outputs').flatMap(([from, output]) =>
      ports(target, 'inputs').flatMap(([to, input]): GraphEdge[] =>
        describeMismatch(output, input) === undefined
          ? [{ from: { node: source, port: from }, to: { node: target, port: to } }]
          : [],
      ),
    );
  const others = graph.nodes.map((node) => node.id).filter((other) => other !== id);
  return [
    ...others.flatMap((other) => join(other, id)),
    ...others.flatMap((other) => join(id, other)),
  ];
}

interface Drawing {
  readonly graph: Graph;
  readonly catalogue: Catalogue;
  readonly names: ReadonlyMap<string, string>;
}

function describe({ graph, catalogue, names }: Drawing, wire: GraphEdge): PossibleWire {
  const { from, to } = wire;
  const output = catalogue.get(kindOf(graph, from.node))?.outputs[from.port];
  const input = catalogue.get(kindOf(graph, to.node))?.inputs[to.port];
  const before = graph.edges.find(
    (edge) => edge.to.node === to.node && edge.to.port === to.port && !input?.many,
  );
  const name = (id: string) => names.get(id) ?? id;
  return {
    wire,
    title: `${name(from.node)}: ${output?.title ?? from.port} → ${name(to.node)}: ${input?.title ?? to.port}`,
    replaces: before === undefined ? null : name(before.from.node),
  };
}

function kindOf(graph: Graph, id: string): string {
  return graph.nodes.find((node) => node.id === id)?.kind ?? '';
}
