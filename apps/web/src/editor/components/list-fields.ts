import { isExposed, nameNodes, type Catalogue, type ExposedField, type Graph } from '@graft/graph';
import * as words from '#words/components';

/** A parameter that a component could ask for on the outside. */
export interface OfferedField extends ExposedField {
  readonly id: string;
  /** "Train: Epochs". */
  readonly title: string;
  /** The app view asks for it, so the component has to. */
  readonly asked: boolean;
}

/** Parameters of nodes, in the order of the graph and of their forms. */
export function listOfferedFields(
  graph: Graph,
  catalogue: Catalogue,
  ids: readonly string[],
): OfferedField[] {
  const names = nameNodes(graph, catalogue);
  return graph.nodes.flatMap((node) => {
    const definition = catalogue.get(node.kind);
    if (definition === undefined || !ids.includes(node.id)) return [];
    const name = names.get(node.id) ?? node.id;
    return Object.keys(definition.params.shape).map((param): OfferedField => {
      const field = { node: node.id, param };
      const title = words.fieldOf(name, definition.fields[param]?.title ?? param);
      return { ...field, id: `${node.id}.${param}`, title, asked: isExposed(graph, field) };
    });
  });
}
