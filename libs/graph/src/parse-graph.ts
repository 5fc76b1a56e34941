import { describeZodError, type FieldProblem } from './describe-zod-issue';
import { findDuplicateIds } from './find-duplicate-ids';
import { GRAPH_FORMAT, graphSchema, type Graph } from './graph';
import type { Issue } from './issue';
import { findFault, isTooDeep, MAX_DEPTH, type JsonFault } from './scan-json';

/** Largest text of a graph, in UTF-16 code units (bytes, for plain ASCII). */
export const MAX_GRAPH_LENGTH = 5_000_000;
const MAX_ISSUES = 100;

export interface ParsedGraph {
  /** Only there when there is no error. */
  graph?: Graph;
  issues: Issue[];
}

/**
 * Reads a graph from JSON text or from a value that JSON made. Never throws: whatever is wrong comes
 * back as Issues, at most 100, each naming the node and field where it can. Kinds, ports and
 * parameters are not looked up here: see `inspectGraph`.
 */
export function parseGraph(input: unknown): ParsedGraph {
  if (typeof input !== 'string') return readValue(input);
  if (input.length > MAX_GRAPH_LENGTH) {
    return refuse(
      'graph.too-large',
      `The graph is larger than ${MAX_GRAPH_LENGTH / 1e6} MB. Make it smaller.`,
    );
  }
  if (isTooDeep(input)) return refuse(...describeFault({ kind: 'too-deep', path: [] }));
  const parsed = parseText(input);
  return 'issues' in parsed ? parsed : readValue(parsed.value);
}

function parseText(text: string): { value: unknown } | ParsedGraph {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return refuse(
      'graph.not-json',
      `The graph is not JSON: ${reason.slice(0, 200)}. Correct the file.`,
    );
  }
}

function readValue(value: unknown): ParsedGraph {
  const fault = findFault(value);
  if (fault)
    return { issues: [{ ...locate(value, fault.path), ...error(...describeFault(fault)) }] };
  const format = fieldOf(value, 'format');
  if (format !== GRAPH_FORMAT) return refuse('graph.unknown-format', describeFormat(value, format));
  const parsed = graphSchema.safeParse(value);
  if (!parsed.success) {
    const problems = describeZodError(parsed.error).slice(0, MAX_ISSUES);
    return { issues: problems.map((problem) => toIssue(value, problem)) };
  }
  const issues = findDuplicateIds(parsed.data).slice(0, MAX_ISSUES);
  return issues.length > 0 ? { issues } : { graph: parsed.data, issues };
}

function toIssue(root: unknown, problem: FieldProblem): Issue {
  const place = locate(root, problem.path);
  const field = place.field ?? problem.path.join('.');
  const where = place.nodeId === undefined ? '' : ` of node "${place.nodeId}"`;
  return {
    ...place,
    ...error(`graph.${problem.kind}`, `"${field || 'graph'}"${where} ${problem.reason}.`),
  };
}

/** Which node and field a path means. Fields of parameters are named without `params`. */
function locate(
  root: unknown,
  path: readonly (string | number)[],
): Pick<Issue, 'nodeId' | 'field'> {
  const [list, index, ...rest] = path;
  if (list !== 'nodes' || typeof index !== 'number') {
    return path.length > 0 ? { field: path.join('.') } : {};
  }
  const nodes = fieldOf(root, 'nodes');
  const id = fieldOf(Array.isArray(nodes) ? nodes[index] : undefined, 'id');
  const field = rest[0] === 'params' && rest.length > 1 ? rest.slice(1) : rest;
  return typeof id === 'string' && id.length <= 64
    ? { nodeId: id, ...(field.length > 0 ? { field: field.join('.') } : {}) }
    : { field: path.join('.') };
}

function describeFault({ kind, path }: JsonFault): [code: string, message: string] {
  const place = path.length > 0 ? `"${path.slice(0, 8).join('.')}"` : 'The graph';
  switch (kind) {
    case 'too-deep':
      return [
        'graph.too-deep',
        `The graph is nested deeper than ${MAX_DEPTH} levels. Make it flatter.`,
      ];
    case 'too-large':
      return ['graph.too-large', 'The graph holds more than 200,000 values. Make it smaller.'];
    case 'forbidden-key':
      return ['graph.forbidden-key', `${place} has a name that no field may have. Remove it.`];
    case 'not-finite':
      return ['graph.out-of-range', `${place} is not a finite number. Choose a smaller one.`];
    case 'not-json':
      return ['graph.not-json', `${place} is not a JSON value.`];
  }
}

function describeFormat(value: unknown, format: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `A graph is a JSON object with "format": "${GRAPH_FORMAT}".`;
  }
  if (format === undefined) return `The graph has no "format". Add "format": "${GRAPH_FORMAT}".`;
  const shown = typeof format === 'string' ? `"${format.slice(0, 80)}"` : 'of another kind';
  return `The format of the graph is ${shown}, but this version of Graft reads "${GRAPH_FORMAT}".`;
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function error(code: string, message: string): Pick<Issue, 'code' | 'severity' | 'message'> {
  return { code, severity: 'error', message };
}

function refuse(code: string, message: string): ParsedGraph {
  return { issues: [error(code, message)] };
}
