import { z } from 'zod';
import { portOf } from '../check-wires';
import type { GraphComponent } from '../graph';
import type { AnyNodeDefinition, Catalogue, FieldHint } from '../node-definition';
import type { PortDefinition } from '../ports';

type FindKind = (kind: string) => AnyNodeDefinition | undefined;

const extended = new WeakMap<Catalogue, WeakMap<readonly GraphComponent[], Catalogue>>();

/**
 * A catalogue with the components of a graph in it, each as a definition of its own: its ports and
 * parameters are those of the nodes inside. Components that hold themselves are left out. The same list
 * of components gives the same definitions.
 */
export function extendCatalogue(
  catalogue: Catalogue,
  components: readonly GraphComponent[] | undefined,
): Catalogue {
  if (components === undefined || components.length === 0) return catalogue;
  const known = extended.get(catalogue) ?? new WeakMap<readonly GraphComponent[], Catalogue>();
  extended.set(catalogue, known);
  const before = known.get(components);
  if (before !== undefined) return before;
  const byKind = new Map(components.map((each) => [each.kind, each]));
  const definitions = new Map(catalogue);
  const begun = new Set<string>();
  const find: FindKind = (kind) => {
    const component = byKind.get(kind);
    if (component === undefined || begun.has(kind)) return definitions.get(kind);
    begun.add(kind);
    const defined = defineComponent(component, find);
    definitions.set(kind, defined);
    return defined;
  };
  for (const kind of byKind.keys()) find(kind);
  known.set(components, definitions);
  return definitions;
}

function defineComponent(component: GraphComponent, find: FindKind): AnyNodeDefinition {
  const kinds = new Map(component.nodes.map(({ id, kind }) => [id, kind]));
  const definitionOf = (node: string) => find(kinds.get(node) ?? '');
  const summary = component.summary ?? describeContent(component, definitionOf);
  return {
    kind: component.kind,
    version: 1,
    group: 'component',
    title: component.title,
    summary,
    docs: summary,
    inputs: defineInputs(component, definitionOf),
    outputs: defineOutputs(component, definitionOf),
    ...defineParams(component, definitionOf),
    // What is inside is inspected in its place: docs/adr/0072-components-are-drawn-inside-the-graph.md.
    check: () => [],
    infer: () => ({}),
  };
}

function describeContent({ nodes }: GraphComponent, definitionOf: FindKind): string {
  const titles = nodes.map(({ id, title, kind }) => title ?? definitionOf(id)?.title ?? kind);
  const [shown, more] = [titles.slice(0, 4).join(', '), titles.length - 4];
  return more > 0 ? `${shown} and ${more} more.` : `${shown}.`;
}

type Ports = Record<string, PortDefinition>;

function defineInputs({ inputs }: GraphComponent, definitionOf: FindKind): Ports {
  const ports: Ports = {};
  for (const { name, title, to } of inputs) {
    const inside = to.flatMap(
      ({ node, port }) => portOf(definitionOf(node)?.inputs ?? {}, port) ?? [],
    );
    const [first] = inside;
    if (first === undefined) continue;
    const optional = inside.every((port) => port.optional === true);
    ports[name] = { type: first.type, title, ...(optional ? { optional: true } : {}) };
  }
  return ports;
}

function defineOutputs({ outputs }: GraphComponent, definitionOf: FindKind): Ports {
  const ports: Ports = {};
  for (const { name, title, from } of outputs) {
    const inside = portOf(definitionOf(from.node)?.outputs ?? {}, from.port);
    if (inside !== undefined) ports[name] = { type: inside.type, title };
  }
  return ports;
}

/** An exposed parameter has the schema of the one inside; its default is the value that stands there. */
function defineParams(
  { nodes, params }: GraphComponent,
  definitionOf: FindKind,
): Pick<AnyNodeDefinition, 'params' | 'fields'> {
  const shape: Record<string, z.ZodType> = {};
  const fields: Record<string, FieldHint> = {};
  for (const { name, title, node, param } of params) {
    const definition = definitionOf(node);
    const schema = readSchema(definition, param);
    if (schema === undefined) continue;
    const given = nodes.find(({ id }) => id === node)?.params[param];
    shape[name] = given === undefined ? schema : schema.default(given);
    fields[name] = { ...withoutOthers(definition?.fields[param] ?? { title, help: '' }), title };
  }
  return { params: z.strictObject(shape), fields };
}

/** What is set alongside may not be asked for on the outside. */
function withoutOthers({ alongside: _, ...hint }: FieldHint): FieldHint {
  return hint;
}

function readSchema(definition: AnyNodeDefinition | undefined, param: string) {
  const shape = (definition?.params.shape ?? {}) as Readonly<Record<string, z.ZodType>>;
  return Object.hasOwn(shape, param) ? shape[param] : undefined;
}
