import {
  nameNodes,
  type AnyNodeDefinition,
  type Catalogue,
  type Graph,
  type Json,
} from '@graft/graph';
import { makeForm, readField, type FormField } from '../form/form-model';

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

/** A field that is varied: as the form of its node has it. */
export interface VariedField {
  readonly nodeId: string;
  readonly definition: AnyNodeDefinition;
  readonly field: FormField;
  /** What the graph has. */
  readonly value: Json;
}

/** The field of a graph that `node.param` means. */
export function findVariedField(
  graph: Graph,
  catalogue: Catalogue,
  place: string,
): VariedField | undefined {
  const [nodeId = '', name = ''] = place.split('.');
  const node = graph.nodes.find(({ id }) => id === nodeId);
  const definition = catalogue.get(node?.kind ?? '');
  if (node === undefined || definition === undefined) return undefined;
  const field = makeForm(definition).find((each) => each.name === name);
  return field && { nodeId, definition, field, value: readField(field, node.params) };
}
