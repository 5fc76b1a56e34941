import type { ExposedField, Graph } from './graph';
import { MAX_EXPOSED } from './graph';
import type { AnyNodeDefinition, Catalogue } from './node-definition';

/** A parameter that the app view asks for, with what it needs to ask. */
export interface AskedField extends ExposedField {
  readonly definition: AnyNodeDefinition;
}

const isSame = (a: ExposedField, b: ExposedField) => a.node === b.node && a.param === b.param;

/** True when the app view asks for the parameter. */
export function isExposed(graph: Pick<Graph, 'exposed'>, field: ExposedField): boolean {
  return graph.exposed?.some((each) => isSame(each, field)) ?? false;
}

/** Lets the app view ask for a parameter, after the others, or no longer. The graph itself where nothing changes. */
export function exposeField(graph: Graph, field: ExposedField, exposed: boolean): Graph {
  const before = graph.exposed ?? [];
  if (isExposed(graph, field) === exposed) return graph;
  if (exposed && before.length >= MAX_EXPOSED) return graph;
  const others = before.filter((each) => !isSame(each, field));
  return { ...graph, exposed: exposed ? [...others, field] : others };
}

/** What the app view asks for, in the author's order; what names a node or parameter that is gone is left out. */
export function listAskedFields(graph: Graph, catalogue: Catalogue): AskedField[] {
  const kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]));
  return (graph.exposed ?? []).flatMap((field) => {
    const definition = catalogue.get(kinds.get(field.node) ?? '');
    const known = definition !== undefined && Object.hasOwn(definition.params.shape, field.param);
    return known ? [{ ...field, definition }] : [];
  });
}
