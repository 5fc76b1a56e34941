import { nameNodes, type Catalogue, type Graph, type GraphNode } from '@graft/graph';
import * as words from '#words/history';

/** How people speak of what graphs hold. */
export interface GraphWords {
  nameOf: (nodeId: string) => string;
  /** A parameter as the form of its node calls it. */
  fieldOf: (nodeId: string, param: string) => string;
  kindOf: (kind: string) => string;
  /** Whether a node is used. */
  modeOf: (mode: string) => string;
  /** `a.out → b.in` with nodes and ports by name. */
  sayWire: (wire: string) => string;
}

const MODES: Readonly<Partial<Record<string, string>>> = {
  used: words.used,
  muted: words.muted,
  bypassed: words.bypassed,
};

/** The words for several graphs; where they differ, the last one counts. */
export function wordGraphs(graphs: readonly Graph[], catalogue: Catalogue): GraphWords {
  const names = new Map(graphs.flatMap((graph) => [...nameNodes(graph, catalogue)]));
  const nodes = new Map(
    graphs.flatMap((graph) => graph.nodes.map((node): [string, GraphNode] => [node.id, node])),
  );
  const components = new Map(
    graphs.flatMap((graph) => (graph.components ?? []).map((each) => [each.kind, each] as const)),
  );
  const nameOf = (id: string) => names.get(id) ?? id;
  const findKind = (id: string) => nodes.get(id)?.kind ?? '';
  const portOf = (node: string, port: string, side: 'inputs' | 'outputs') => {
    const asked = components.get(findKind(node))?.[side].find(({ name }) => name === port);
    return asked?.title ?? catalogue.get(findKind(node))?.[side][port]?.title ?? port;
  };
  const sayEnd = (end: string, side: 'inputs' | 'outputs') => {
    const dot = end.lastIndexOf('.');
    const node = end.slice(0, dot);
    return `${nameOf(node)} (${portOf(node, end.slice(dot + 1), side)})`;
  };
  return {
    nameOf,
    fieldOf(id, param) {
      const asked = components.get(findKind(id))?.params.find(({ name }) => name === param);
      return asked?.title ?? catalogue.get(findKind(id))?.fields[param]?.title ?? param;
    },
    kindOf: (kind) => components.get(kind)?.title ?? catalogue.get(kind)?.title ?? kind,
    modeOf: (mode) => MODES[mode] ?? mode,
    sayWire(wire) {
      const [from = '', to = ''] = wire.split(' → ');
      return `${sayEnd(from, 'outputs')} → ${sayEnd(to, 'inputs')}`;
    },
  };
}
