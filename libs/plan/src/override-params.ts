import {
  describeZodError,
  extendCatalogue,
  findClosestName,
  jsonSchema,
  type AnyNodeDefinition,
  type Catalogue,
  type Graph,
  type GraphNode,
  type Issue,
  type Json,
  type JsonObject,
} from '@graft/graph';

export type OverriddenGraph = { ok: true; graph: Graph } | { ok: false; issues: readonly Issue[] };

/**
 * The graph with parameters set from texts like `split.seed=3` (node id, parameter, value). A value
 * is read as JSON, as plain text or as a comma-separated list, whichever the parameter takes first.
 * Every text that names no node or parameter, or has a value out of range, is an Issue.
 */
export function applyOverrides(
  graph: Graph,
  overrides: readonly string[],
  catalogue: Catalogue,
): OverriddenGraph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const issues: Issue[] = [];
  const known = extendCatalogue(catalogue, graph.components);
  for (const text of overrides) {
    const applied = applyOne(text, nodes, known);
    if ('node' in applied) nodes.set(applied.node.id, applied.node);
    else issues.push(applied.issue);
  }
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    graph: { ...graph, nodes: graph.nodes.map((node) => nodes.get(node.id) ?? node) },
  };
}

type Applied = { node: GraphNode } | { issue: Issue };

function applyOne(
  text: string,
  nodes: ReadonlyMap<string, GraphNode>,
  catalogue: Catalogue,
): Applied {
  const match = /^([^.=]+)\.([^=]+)=([\s\S]*)$/.exec(text);
  const [, nodeId = '', name = '', value = ''] = match ?? [];
  if (match === null) {
    return refuse('syntax', `"${text}" is not of the form node.parameter=value.`);
  }
  const node = nodes.get(nodeId);
  if (node === undefined) {
    return refuse(
      'unknown-node',
      `The graph has no node "${nodeId}". ${suggest(nodeId, nodes.keys())}`,
    );
  }
  const definition = catalogue.get(node.kind);
  if (definition === undefined) {
    return refuse('unknown-kind', `The node "${nodeId}" is of the unknown kind "${node.kind}".`);
  }
  return setParam(node, definition, name, value);
}

function setParam(
  node: GraphNode,
  definition: AnyNodeDefinition,
  name: string,
  value: string,
): Applied {
  const names = Object.keys(definition.params.shape);
  if (!names.includes(name)) {
    const message = `The ${definition.kind} node "${node.id}" has no parameter "${name}". ${suggest(name, names)}`;
    return refuse('unknown-parameter', message, { nodeId: node.id });
  }
  let problem = '';
  for (const candidate of readCandidates(value)) {
    const params = { ...node.params, [name]: candidate };
    const found = findProblem(definition, params, name);
    if (found === undefined) return { node: { ...node, params } };
    problem ||= found;
  }
  const at = { nodeId: node.id, field: name };
  return refuse('bad-value', `${node.id}.${name} can't be "${value}": it ${problem}.`, at);
}

/** What is wrong with one parameter; what is wrong with others is for `inspectGraph` to say. */
function findProblem(
  definition: AnyNodeDefinition,
  params: JsonObject,
  name: string,
): string | undefined {
  const parsed = definition.params.safeParse(params);
  if (parsed.success) return undefined;
  const problems = describeZodError(parsed.error).filter((each) => each.path[0] === name);
  return problems.length === 0 ? undefined : problems.map((each) => each.reason).join('; ');
}

/** What a text may mean, most specific first. */
function readCandidates(value: string): Json[] {
  const list = value === '' ? [] : value.split(',').map((item) => item.trim());
  try {
    return [jsonSchema.parse(JSON.parse(value)), value, list];
  } catch {
    // Not JSON: most names and words are not.
    return [value, list];
  }
}

function suggest(mistyped: string, known: Iterable<string>): string {
  const names = [...known];
  const nearest = findClosestName(mistyped, names);
  return nearest === undefined ? `There are: ${names.join(', ')}.` : `Did you mean "${nearest}"?`;
}

function refuse(code: string, message: string, at: Partial<Issue> = {}): { issue: Issue } {
  return { issue: { ...at, code: `override.${code}`, severity: 'error', message } };
}
