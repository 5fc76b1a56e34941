import {
  applyFix,
  defineNode,
  freeId,
  GRAPH_FORMAT,
  removeParts,
  setParams,
  wireId,
  type Catalogue,
  type Graph,
  type GraphEdge,
} from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { addNode, connect, moveNodes, renameNode } from './edit-graph';

const data = { type: 'dataset', title: 'Data set' } as const;
const common = {
  version: 1,
  group: 'data',
  title: 'Node',
  summary: '',
  docs: '',
  params: z.strictObject({}),
  fields: {},
  check: () => [],
} as const;
const source = defineNode({
  ...common,
  kind: 'source',
  inputs: {},
  outputs: { out: data },
  infer: () => ({ out: null as never }),
});
const through = defineNode({
  ...common,
  kind: 'through',
  inputs: { in: data, all: { ...data, many: true }, model: { type: 'model', title: 'Model' } },
  outputs: { out: data },
  infer: () => ({ out: null as never }),
});
const catalogue: Catalogue = new Map([
  ['source', source],
  ['through', through],
]);

const wire = (from: string, to: string, port = 'in'): GraphEdge => ({
  from: { node: from, port: 'out' },
  to: { node: to, port },
});

//   a ──> t ──> u      b
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: [
    { id: 'a', kind: 'source', version: 1, params: {} },
    { id: 'b', kind: 'source', version: 1, params: {} },
    { id: 't', kind: 'through', version: 1, params: { rate: 1 } },
    { id: 'u', kind: 'through', version: 1, params: {} },
  ],
  edges: [wire('a', 't'), wire('t', 'u')],
};

function edgesOf(result: ReturnType<typeof connect>): string[] {
  if (!result.ok) throw new Error(result.reason);
  return result.graph.edges.map(wireId);
}

describe('connect', () => {
  it('replaces the wire of an input that takes one', () => {
    expect(edgesOf(connect(graph, catalogue, wire('b', 't')))).toEqual([
      't.out>u.in',
      'b.out>t.in',
    ]);
  });

  it('adds to an input that takes many', () => {
    const first = connect(graph, catalogue, wire('a', 'u', 'all'));
    if (!first.ok) throw new Error(first.reason);
    expect(edgesOf(connect(first.graph, catalogue, wire('b', 'u', 'all')))).toHaveLength(4);
  });

  it('says why a wire cannot be: type, circle, there already', () => {
    const refused = [wire('a', 'u', 'model'), wire('u', 't'), wire('a', 't')].map((each) =>
      connect(graph, catalogue, each),
    );
    expect(refused).toEqual([
      { ok: false, reason: expect.stringContaining('takes a model') },
      { ok: false, reason: expect.stringContaining('circle') },
      { ok: false, reason: expect.stringContaining('already') },
    ]);
  });
});

describe('remove', () => {
  it('takes the wires of a node along', () => {
    expect(removeParts(graph, { nodes: ['t'] }).edges).toEqual([]);
  });

  it('takes single wires', () => {
    expect(removeParts(graph, { wires: ['a.out>t.in'] }).edges).toEqual([wire('t', 'u')]);
  });

  it('returns the same graph when nothing goes', () => {
    expect(removeParts(graph, { nodes: ['zz'], wires: ['zz'] })).toBe(graph);
  });
});

describe('addNode', () => {
  it('finds a readable free id and rounds the place', () => {
    const first = addNode(graph, source, { x: 1.4, y: 2.6 });
    expect(first.id).toBe('source');
    expect(first.graph.nodes.at(-1)?.position).toEqual({ x: 1, y: 3 });
    expect(addNode(first.graph, source, { x: 0, y: 0 }).id).toBe('source2');
  });
});

describe('freeId', () => {
  it('counts on from a number that is there', () => {
    expect(freeId(new Set(['train', 'train2']), 'train2')).toBe('train3');
  });
});

describe('changes of a node', () => {
  it('set parameters, and undefined goes back to the default', () => {
    const changed = setParams(graph, 't', { rate: 2, name: 'x' });
    expect(changed.nodes[2]?.params).toEqual({ rate: 2, name: 'x' });
    expect(setParams(changed, 't', { rate: undefined }).nodes[2]?.params).toEqual({ name: 'x' });
  });

  it('rename; an empty name goes back to the kind', () => {
    const named = renameNode(graph, 'a', '  Pictures');
    expect(named.nodes[0]?.title).toBe('Pictures');
    expect(renameNode(named, 'a', ' ').nodes[0]).toEqual(graph.nodes[0]);
  });

  it('move, and the same graph comes back when nothing moved', () => {
    const moved = moveNodes(graph, new Map([['a', { x: 10.2, y: 5 }]]));
    expect(moved.nodes[0]?.position).toEqual({ x: 10, y: 5 });
    expect(moveNodes(moved, new Map([['a', { x: 10, y: 5 }]]))).toBe(moved);
  });
});

describe('applyFix', () => {
  it('inserts a node into a wire, under a free id when its own is taken', () => {
    const mended = applyFix(graph, {
      title: 'Insert',
      addNodes: [{ id: 'b', kind: 'through', version: 1, params: {} }],
      removeEdges: [wire('a', 't')],
      addEdges: [wire('a', 'b'), wire('b', 't')],
      setParams: [{ nodeId: 'b', params: { mode: 'drop' } }],
    });
    expect(mended.edges.map(wireId)).toEqual(['t.out>u.in', 'a.out>b2.in', 'b2.out>t.in']);
    expect(mended.nodes.find((node) => node.id === 'b2')?.params).toEqual({ mode: 'drop' });
    expect(mended.nodes.find((node) => node.id === 'b')?.kind).toBe('source');
  });
});
