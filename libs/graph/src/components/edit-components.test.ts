import { describe, expect, it } from '@jest/globals';
import { TINY_CATALOGUE } from '../fixtures/tiny-catalogue';
import { COUNT, draw, halve, kindOf, listWires, make, SOURCE } from './components.fixture';
import {
  addComponents,
  dropUnusedComponents,
  listBroken,
  unpackComponent,
  updateComponent,
} from './edit-components';

//   data ──> [ a ──> b ] ──> count
const FLAT = draw(
  [
    { ...SOURCE, position: { x: 0, y: 0 } },
    { ...halve('a'), position: { x: 100, y: 10 } },
    { ...halve('b'), position: { x: 300, y: 30 } },
    COUNT,
  ],
  ['data.data -> a.data', 'a.first -> b.data', 'b.first -> count.data'],
);
const params = [{ node: 'b', param: 'rounding' }];
const { graph: GRAPH, component: COMPONENT } = make(FLAT, ['a', 'b'], { title: 'Pair', params });

describe('unpackComponent', () => {
  it('gives back what the component was made of, at its place', () => {
    const unpacked = unpackComponent(GRAPH, TINY_CATALOGUE, 'pair');
    if (!unpacked.ok) throw new Error(unpacked.reason);
    expect(unpacked.graph.nodes).toEqual(FLAT.nodes);
    expect(listWires(unpacked.graph).sort()).toEqual(listWires(FLAT).sort());
    expect(unpacked.graph).not.toHaveProperty('components');
  });

  it('keeps what is set outside, what is asked for and the mode, under free ids', () => {
    const nodes = GRAPH.nodes.map((node) =>
      node.id === 'pair'
        ? { ...node, params: { rounding: 'up' }, mode: 'muted' as const }
        : { ...node, id: node.id === 'count' ? 'b' : node.id },
    );
    const graph = { ...GRAPH, nodes, edges: [], exposed: [{ node: 'pair', param: 'rounding' }] };
    const unpacked = unpackComponent(graph, TINY_CATALOGUE, 'pair');
    if (!unpacked.ok) throw new Error(unpacked.reason);
    expect(unpacked.nodeIds).toEqual(['a', 'b2']);
    expect(unpacked.graph.nodes[2]).toMatchObject({ params: { rounding: 'up' }, mode: 'muted' });
    expect(unpacked.graph.exposed).toEqual([{ node: 'b2', param: 'rounding' }]);
  });

  it('says why it can not be', () => {
    expect(unpackComponent(GRAPH, TINY_CATALOGUE, 'data')).toMatchObject({ ok: false });
    const nodes = GRAPH.nodes.map((node) => ({ ...node, mode: 'bypassed' as const }));
    expect(unpackComponent({ ...GRAPH, nodes }, TINY_CATALOGUE, 'pair')).toMatchObject({
      ok: false,
    });
  });
});

describe('updateComponent', () => {
  const next = {
    ...COMPONENT,
    kind: kindOf('pair', 2),
    inputs: COMPONENT.inputs.map((input) => ({ ...input, name: 'pictures' })),
    params: [],
  };

  it('takes the version in place of the other, and forgets what it does not ask for', () => {
    const nodes = GRAPH.nodes.map((node) =>
      node.id === 'pair' ? { ...node, params: { rounding: 'up' } } : node,
    );
    const updated = updateComponent({ ...GRAPH, nodes }, 'pair', [next]);
    expect(updated.nodes[1]).toMatchObject({ kind: kindOf('pair', 2), params: {} });
    expect(updated.components).toEqual([next]);
    expect(listBroken({ ...GRAPH, nodes }, 'pair', next)).toEqual(['data', 'rounding']);
    expect(listBroken(GRAPH, 'pair', { ...COMPONENT, kind: next.kind })).toEqual([]);
  });
});

describe('the components of a graph', () => {
  it('are those that its nodes stand for, and what these hold', () => {
    const outer = make(GRAPH, ['data', 'pair'], { title: 'Outer' });
    expect(dropUnusedComponents(outer.graph)).toBe(outer.graph);
    const without = { ...outer.graph, nodes: [], edges: [] };
    expect(dropUnusedComponents(without)).not.toHaveProperty('components');
    expect(addComponents(outer.graph, [COMPONENT])).toBe(outer.graph);
    expect(addComponents(FLAT, [COMPONENT]).components).toEqual([COMPONENT]);
  });
});
