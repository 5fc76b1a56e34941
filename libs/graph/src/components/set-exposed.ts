import type { GraphComponent, GraphNode } from '../graph';
import type { JsonObject } from '../json';
import { migrateNode } from '../migrate-nodes';
import type { Catalogue } from '../node-definition';

/** Set parameters by the node that sets them and the node inside: what did not change is the same object. */
const merged = new WeakMap<JsonObject, WeakMap<GraphNode, GraphNode>>();

/** The nodes inside, with the parameters that the node outside sets. */
export function setExposed(
  outside: GraphNode,
  { nodes, params }: GraphComponent,
  catalogue: Catalogue,
): GraphNode[] {
  const set = params.filter(({ name }) => Object.hasOwn(outside.params, name));
  if (set.length === 0) return nodes;
  const known = merged.get(outside.params) ?? new WeakMap<GraphNode, GraphNode>();
  merged.set(outside.params, known);
  return nodes.map((node) => {
    const own = set.filter((each) => each.node === node.id);
    if (own.length === 0) return node;
    const changed =
      known.get(node) ??
      setAll(
        node,
        catalogue,
        own.map(({ name, param }): Value => [param, outside.params[name]]),
      );
    known.set(node, changed);
    return changed;
  });
}

type Value = readonly [param: string, value: JsonObject[string] | undefined];

function setAll(node: GraphNode, catalogue: Catalogue, values: readonly Value[]): GraphNode {
  const definition = catalogue.get(node.kind);
  // What was kept by an older version is brought to today: with the parameters that had their old names, without the others.
  const isOld = ([param]: Value) =>
    definition !== undefined && !Object.hasOwn(definition.params.shape, param);
  const then = mergeParams(node, values.filter(isOld));
  const migrated = definition === undefined ? { node: then } : migrateNode(then, definition);
  const today = 'issue' in migrated ? then : migrated.node;
  return mergeParams(
    today,
    values.filter((each) => !isOld(each)),
  );
}

function mergeParams(node: GraphNode, values: readonly Value[]): GraphNode {
  return { ...node, params: { ...node.params, ...(Object.fromEntries(values) as JsonObject) } };
}
