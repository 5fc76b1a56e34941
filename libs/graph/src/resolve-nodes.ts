import type { z } from 'zod';
import { findClosestName } from './closest-name';
import { describeZodError } from './describe-zod-issue';
import type { Graph, GraphNode } from './graph';
import type { Fix, Issue } from './issue';
import type { Json, JsonObject } from './json';
import { migrateNode } from './migrate-nodes';
import { nameNodes } from './name-nodes';
import type { AnyNodeDefinition, Catalogue } from './node-definition';

/** A node with its definition, and its parameters where they are right. */
export interface ResolvedNode {
  node: GraphNode;
  definition: AnyNodeDefinition;
  /** What people call it. */
  name: string;
  /** With defaults, at the definition's version; undefined when something is wrong with them. */
  params?: JsonObject;
}

export interface ResolvedNodes {
  nodes: ReadonlyMap<string, ResolvedNode>;
  issues: readonly Issue[];
}

/**
 * Looks up every node's definition and reads its parameters.
 * @param names what people call the nodes
 */
export function resolveNodes(
  graph: Graph,
  catalogue: Catalogue,
  names = nameNodes(graph, catalogue),
): ResolvedNodes {
  const nodes = new Map<string, ResolvedNode>();
  const issues: Issue[] = [];
  for (const node of graph.nodes) {
    if (nodes.has(node.id)) continue;
    const name = names.get(node.id) ?? node.id;
    const definition = catalogue.get(node.kind);
    if (!definition) {
      issues.push(refuseKind(node, name, catalogue));
      continue;
    }
    const read = readParams({ node, definition, name });
    issues.push(...read.issues);
    nodes.set(node.id, { node, definition, name, ...(read.params ? { params: read.params } : {}) });
  }
  return { nodes, issues };
}

function refuseKind(node: GraphNode, name: string, catalogue: Catalogue): Issue {
  const closest = findClosestName(node.kind, catalogue.keys());
  return {
    code: 'graph.unknown-kind',
    severity: 'error',
    nodeId: node.id,
    message:
      `Graft has no node of kind "${node.kind}". ` +
      (closest ? `Did you mean "${closest}"?` : 'Remove the node, or update Graft.'),
    fix: { title: `Remove "${name}"`, removeNodes: [node.id] },
  };
}

interface ReadParams {
  params?: JsonObject;
  issues: Issue[];
}

function readParams({ node, definition, name }: ResolvedNode): ReadParams {
  if (node.version > definition.version)
    return { issues: [refuseNewer({ node, definition, name })] };
  const migrated = migrateNode(node, definition);
  if ('issue' in migrated) return { issues: [migrated.issue] };
  const parsed = definition.params.safeParse(migrated.node.params);
  if (parsed.success) return { params: parsed.data as JsonObject, issues: [] };
  const issues = describeZodError(parsed.error).map((problem): Issue => {
    const field = problem.path.join('.');
    const [param = ''] = problem.path;
    const title = definition.fields[param]?.title ?? field;
    const fix = proposeDefault(node.id, definition, problem.path);
    return {
      code: 'graph.invalid-parameter',
      severity: 'error',
      nodeId: node.id,
      ...(field === '' ? {} : { field }),
      message: `"${title}" of "${name}" ${problem.reason}.`,
      ...(fix ? { fix } : {}),
    };
  });
  return { issues };
}

function refuseNewer({ node, definition, name }: ResolvedNode): Issue {
  return {
    code: 'graph.newer-version',
    severity: 'error',
    nodeId: node.id,
    message:
      `"${name}" was made by a newer Graft (${definition.title}, version ${node.version}; ` +
      `this one has version ${definition.version}). Update Graft, or put the node in again.`,
  };
}

function proposeDefault(
  nodeId: string,
  definition: AnyNodeDefinition,
  path: readonly (string | number)[],
): Fix | undefined {
  const [name] = path;
  if (typeof name !== 'string' || !Object.hasOwn(definition.params.shape, name)) return undefined;
  const shape = definition.params.shape as Readonly<Record<string, z.ZodType | undefined>>;
  const byDefault = shape[name]?.safeParse(undefined);
  if (!byDefault?.success || byDefault.data === undefined) return undefined;
  const title = `Set ${definition.fields[name]?.title ?? name} to its default`;
  return { title, setParams: [{ nodeId, params: { [name]: byDefault.data as Json } }] };
}
