import { nameNodes, type Catalogue, type Graph } from '@graft/graph';

export interface FieldGroup {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string }[];
}

/** Fields of a graph that can be varied, by node: `node.param` with its title. Nodes that train come first. */
export function listVariedFields(graph: Graph, catalogue: Catalogue): FieldGroup[] {
  const names = nameNodes(graph, catalogue);
  const groups = graph.nodes.flatMap(({ id, kind, mode }) => {
    const definition = catalogue.get(kind);
    if (definition === undefined || mode !== undefined) return [];
    const trains = Object.values(definition.outputs).some(({ type }) => type === 'history');
    const items = Object.entries(definition.fields).map(([name, { title }]) => {
      return { value: `${id}.${name}`, label: title };
    });
    return items.length === 0 ? [] : [{ group: names.get(id) ?? id, items, trains }];
  });
  const ordered = [...groups].sort((a, b) => Number(b.trains) - Number(a.trains));
  return ordered.map(({ group, items }) => ({ group, items }));
}
