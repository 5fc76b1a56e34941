import type { Catalogue, Graph } from '@graft/graph';

/** What a node is called, also one inside a component by its path: "My head / Train". Null for one that is not there. */
export function nameNode(
  { nodes, components }: Pick<Graph, 'nodes' | 'components'>,
  catalogue: Catalogue,
  path: string,
): string | null {
  const names: string[] = [];
  let around = nodes;
  for (const id of path.split('/')) {
    const node = around.find((each) => each.id === id);
    if (node === undefined) return null;
    const component = components?.find(({ kind }) => kind === node.kind);
    const kind = component?.title ?? catalogue.get(node.kind)?.title ?? node.kind;
    names.push(node.title ?? kind);
    around = component?.nodes ?? [];
  }
  return names.join(' / ');
}
