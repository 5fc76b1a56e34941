import type { Graph, GraphNode } from './graph';
import type { Catalogue } from './node-definition';

type Named = Pick<Graph, 'nodes' | 'components'>;
type Names = ReadonlyMap<string, string>;

/** Names by nodes: while a wire is held, every port asks for them. */
const known = new WeakMap<
  Graph['nodes'],
  { components: Graph['components']; catalogue: Catalogue; names: Names }
>();

/**
 * What people call the nodes of a graph, by id: the title that they gave, or what the kind is called. Of several with one
 * name in the same drawing all but the first get a number: "Train (2)".
 */
export function nameNodes({ nodes, components }: Named, catalogue: Catalogue): Names {
  const last = known.get(nodes);
  if (last?.catalogue === catalogue && last.components === components) return last.names;
  const titles = new Map(components?.map(({ kind, title }) => [kind, title]));
  const names = number(nodes, ({ kind, title }) => {
    return title ?? titles.get(kind) ?? catalogue.get(kind)?.title ?? kind;
  });
  known.set(nodes, { components, catalogue, names });
  return names;
}

/** Numbers the nodes whose names their drawing has had before. */
function number(nodes: Graph['nodes'], nameOf: (node: GraphNode) => string): Names {
  const counts = new Map<string, number>();
  const take = (node: GraphNode): string => {
    const own = nameOf(node);
    const drawing = node.id.slice(0, node.id.lastIndexOf('/') + 1);
    let count = (counts.get(drawing + own) ?? 0) + 1;
    // A person may have written "Train (2)" as well.
    while (count > 1 && counts.has(`${drawing}${own} (${count})`)) count += 1;
    counts.set(drawing + own, count);
    if (count === 1) return own;
    const name = `${own} (${count})`;
    counts.set(drawing + name, 1);
    return name;
  };
  return new Map(nodes.map((node) => [node.id, take(node)]));
}

/** What a node is called, also one inside a component by its path: "My head / Train". Null for one that is not there. */
export function nameNode(graph: Named, catalogue: Catalogue, path: string): string | null {
  const names: string[] = [];
  let around: Named = graph;
  for (const id of path.split('/')) {
    const node = around.nodes.find((each) => each.id === id);
    if (node === undefined) return null;
    names.push(nameNodes(around, catalogue).get(id) ?? id);
    const inside = graph.components?.find(({ kind }) => kind === node.kind)?.nodes ?? [];
    around = { ...graph, nodes: inside };
  }
  return names.join(' / ');
}
