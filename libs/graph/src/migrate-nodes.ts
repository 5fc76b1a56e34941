import type { ExposedField, Graph, GraphNode } from './graph';
import type { Issue } from './issue';
import type { AnyNodeDefinition, Catalogue } from './node-definition';
import { guard } from './node-issues';

/** A node as the newest version of its kind has it; one that is newer than that stays as it is. */
export function migrateNode(
  node: GraphNode,
  definition: AnyNodeDefinition,
): { node: GraphNode } | { issue: Issue } {
  const { migrate, version, kind } = definition;
  if (node.version >= version) return { node };
  const moved = guard(node.id, kind, () => migrate?.(node.params, node.version) ?? node.params);
  return 'issue' in moved ? moved : { node: { ...node, version, params: moved.value } };
}

/**
 * A graph whose nodes all have the newest version of their kind, within its components too, so that it can be edited:
 * names of parameters are those of today, also where the app view or a component asks for them. What is unknown, newer or
 * can't be migrated stays. The same graph where nothing changes.
 */
export function migrateNodes(graph: Graph, catalogue: Catalogue): Graph {
  const migrate = <Drawing extends Pick<Graph, 'nodes'>>(drawing: Drawing): Drawing => {
    const nodes = mapChanged(drawing.nodes, (node) => bringHere(node, catalogue));
    return nodes === drawing.nodes ? drawing : { ...drawing, nodes };
  };
  const follow = <Field extends ExposedField>(fields: Field[], { nodes }: Pick<Graph, 'nodes'>) =>
    mapChanged(fields, (field) => renameField(field, nodes, catalogue));
  const migrated = migrate(graph);
  const exposed = graph.exposed && follow(graph.exposed, graph);
  const components =
    graph.components &&
    mapChanged(graph.components, (component) => {
      const inside = migrate(component);
      const params = follow(component.params, component);
      return params === component.params ? inside : { ...inside, params };
    });
  if (exposed === graph.exposed && components === graph.components) return migrated;
  return { ...migrated, ...(exposed && { exposed }), ...(components && { components }) };
}

/** A field by what its parameter is called today. */
function renameField<Field extends ExposedField>(
  field: Field,
  nodes: Graph['nodes'],
  catalogue: Catalogue,
): Field {
  const definition = catalogue.get(nodes.find(({ id }) => id === field.node)?.kind ?? '');
  if (definition === undefined || Object.hasOwn(definition.params.shape, field.param)) return field;
  const param = definition.renamed?.[field.param];
  return param === undefined ? field : { ...field, param };
}

function bringHere(node: GraphNode, catalogue: Catalogue): GraphNode {
  const definition = catalogue.get(node.kind);
  const migrated = definition && migrateNode(node, definition);
  return migrated === undefined || 'issue' in migrated ? node : migrated.node;
}

/** The same list where each item stays what it is. */
function mapChanged<Item>(items: Item[], change: (item: Item) => Item): Item[] {
  const changed = items.map(change);
  return changed.some((item, at) => item !== items[at]) ? changed : items;
}
