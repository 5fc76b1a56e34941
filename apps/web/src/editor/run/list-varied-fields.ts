import type { Catalogue, Graph } from '@graft/graph';

export interface FieldGroup {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string }[];
}

/** Fields of a graph that can be varied, by node: `node.param` with its title. Nodes that train come first. */
export function listVariedFields(
  graph: Graph,
  catalogue: Catalogue,
  nameOf: (nodeId: string) => string,
): FieldGroup[] {
  const groups = graph.nodes.flatMap(({ id, kind, mode }) => {
    const definition = catalogue.get(kind);
    if (definition === undefined || mode !== undefined) return [];
    const trains = Object.values(definition.outputs).some(({ type }) => type === 'history');
    const items = Object.entries(definition.fields).map(([name, { title }]) => {
      return { value: `${id}.${name}`, label: title };
    });
    return items.length === 0 ? [] : [{ group: nameOf(id), items, trains }];
  });
  const ordered = [...groups].sort((a, b) => Number(b.trains) - Number(a.trains));
  const counts = new Map<string, number>();
  return ordered.map(({ group, items }) => {
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    return { group: count === 1 ? group : `${group} (${count})`, items };
  });
}
