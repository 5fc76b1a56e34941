import type { Graph, GraphEdge, GraphNode } from '../graph';

export type WireEnd = GraphEdge['from'];

/**
 * Nodes inside a component are named by their path, as in `head/dense`: no node that a person draws can
 * have such an id.
 */
const SEPARATOR = '/';

/** The path of a node inside the component at a path. */
export function joinPath(component: string, inside: string): string {
  return component === '' ? inside : `${component}${SEPARATOR}${inside}`;
}

/** The node that a person drew: the first part of a path. */
export function outermost(path: string): string {
  const end = path.indexOf(SEPARATOR);
  return end < 0 ? path : path.slice(0, end);
}

/** What follows the outermost part of a path; null for a node that a person drew. */
export function pathWithin(path: string): string | null {
  const end = path.indexOf(SEPARATOR);
  return end < 0 ? null : path.slice(end + 1);
}

/** The component right around a node, and its id there; null for a node that a person drew. */
export function splitPath(path: string): { component: string; id: string } | null {
  const end = path.lastIndexOf(SEPARATOR);
  return end < 0 ? null : { component: path.slice(0, end), id: path.slice(end + 1) };
}

/** Identity of a port within a graph. */
export function endId({ node, port }: WireEnd): string {
  return `${node}.${port}`;
}

/** The component and version that a node stands for; null for any other node. */
export function readComponentKind(kind: string): { id: string; version: number } | null {
  const [, id, version] = /^component:([A-Za-z0-9-]+)@([0-9]+)$/.exec(kind) ?? [];
  return id === undefined || version === undefined ? null : { id, version: Number(version) };
}

/** Whether nodes of this kind stand for a component. */
export function standsForComponent(kind: string): boolean {
  return readComponentKind(kind) !== null;
}

/** The kind of the nodes that stand for a version of a component. */
export function writeComponentKind(id: string, version: number): string {
  return `component:${id}@${version}`;
}

/** True where nothing of a drawing stands for a component. */
export function isPlain({ nodes }: Pick<Graph, 'nodes'>): boolean {
  return !nodes.some(({ kind }: GraphNode) => standsForComponent(kind));
}

/** A readable id from words: "My head" becomes `my-head`. */
export function toNodeId(words: string): string {
  const id = words
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+|-+$/g, '')
    .slice(0, 40);
  return id === '' ? 'node' : id.charAt(0).toLowerCase() + id.slice(1);
}
