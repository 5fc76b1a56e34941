import type { Graph, GraphComponent } from '../graph';
import { drawGraph, TINY_CATALOGUE } from '../fixtures/tiny-catalogue';
import type { Drafts } from '../fixtures/inspect-tiny';
import { makeComponent, type ComponentWish } from './make-component';

export const SOURCE = { id: 'data', kind: 'source' };
export const halve = (id: string) => ({ id, kind: 'halve', version: 2 });
export const COUNT = { id: 'count', kind: 'count' };

/** The kind of a component in tests. */
export const kindOf = (name: string, version = 1) => `component:${name}@${version}`;

/** Makes a component of nodes of a tiny graph. @throws Error with the reason where that can't be. */
export function make(
  graph: Graph,
  ids: readonly string[],
  wish: Partial<ComponentWish> & { title: string },
): { component: GraphComponent; graph: Graph; nodeId: string } {
  const kind = kindOf(wish.title.toLowerCase().replaceAll(' ', '-'));
  const made = makeComponent(graph, TINY_CATALOGUE, ids, { kind, params: [], ...wish });
  if (!made.ok) throw new Error(made.reason);
  return made;
}

export function draw(nodes: Drafts, wires: readonly string[]): Graph {
  return drawGraph(nodes, wires);
}

export function listWires({ edges }: Pick<Graph, 'edges'>): string[] {
  return edges.map(({ from, to }) => `${from.node}.${from.port} -> ${to.node}.${to.port}`);
}

/** A component that passes data through one node, and nothing else. */
export function passing(name: string, kind: string): GraphComponent {
  const port = kind === 'halve' ? 'first' : 'data';
  return {
    kind: kindOf(name),
    title: name,
    nodes: [{ id: 'inner', kind, version: kind === 'halve' ? 2 : 1, params: {} }],
    edges: [],
    inputs: [{ name: 'data', title: 'Data', to: [{ node: 'inner', port: 'data' }] }],
    outputs: [{ name: 'data', title: 'Data', from: { node: 'inner', port } }],
    params: [],
  };
}
