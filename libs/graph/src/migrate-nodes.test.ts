import { describe, expect, it } from '@jest/globals';
import { UserError } from '@graft/errors';
import { TINY_CATALOGUE } from './fixtures/tiny-catalogue';
import { GRAPH_FORMAT, type Graph, type GraphComponent, type GraphNode } from './graph';
import { migrateNodes } from './migrate-nodes';

const graphOf = (...nodes: GraphNode[]): Graph => ({
  ...{ format: GRAPH_FORMAT, name: 'Old', nodes, edges: [] },
});
const halve = (version: number, params: GraphNode['params']): GraphNode => ({
  ...{ id: 'halve', kind: 'halve', version, params, position: { x: 1, y: 2 } },
});
const stand = (name: string): GraphNode => ({
  ...{ id: name, kind: `component:${name}@1`, version: 1, params: {} },
});
const drawn = (name: string, ...nodes: GraphNode[]): GraphComponent => ({
  ...{ kind: `component:${name}@1`, title: name, nodes, edges: [] },
  ...{ inputs: [], outputs: [], params: [] },
});

describe('nodes of older versions', () => {
  it('become nodes of today, with all else as it was', () => {
    const note = { id: 'odd', kind: 'unknown', version: 1, params: { a: 1 } };
    const migrated = migrateNodes(graphOf(halve(1, { ceil: true }), note), TINY_CATALOGUE);
    expect(migrated).toEqual(graphOf(halve(2, { rounding: 'up' }), note));
  });

  // [both]  stands for  [halve v1] -> [quarter]  stands for  [halve v1]
  it('become nodes of today within components, at every depth', () => {
    const holding = (...nodes: GraphNode[]): Graph => ({
      ...graphOf(stand('both')),
      components: [drawn('both', ...nodes, stand('quarter')), drawn('quarter', ...nodes)],
    });
    const old = holding(halve(1, { ceil: true }));
    const migrated = migrateNodes(old, TINY_CATALOGUE);
    expect(migrated).toEqual(holding(halve(2, { rounding: 'up' })));
    expect(migrateNodes(migrated, TINY_CATALOGUE)).toBe(migrated);
  });

  it('are asked for by the names of today, in the app view and on the outside of components', () => {
    const ask = (param: string) => ({ node: 'halve', param });
    const title = { name: 'up', title: 'Round up' };
    const old = {
      ...graphOf(halve(1, { ceil: true }), stand('old')),
      exposed: [ask('ceil'), ask('gone')],
      components: [{ ...drawn('old', halve(1, {})), params: [{ ...title, ...ask('ceil') }] }],
    };
    const migrated = migrateNodes(old, TINY_CATALOGUE);
    expect(migrated.exposed).toEqual([ask('rounding'), ask('gone')]);
    expect(migrated.components?.[0]?.params).toEqual([{ ...title, ...ask('rounding') }]);
    expect(migrateNodes(migrated, TINY_CATALOGUE)).toBe(migrated);
  });

  it('leave a component of today the same, beside one that changes', () => {
    const plain = drawn('plain', halve(2, { rounding: 'up' }));
    const nodes = [stand('plain'), stand('old')];
    const graph = {
      ...graphOf(...nodes),
      components: [plain, drawn('old', halve(1, { ceil: false }))],
    };
    const migrated = migrateNodes(graph, TINY_CATALOGUE);
    expect(migrated.nodes).toBe(graph.nodes);
    expect(migrated.components?.[0]).toBe(plain);
    expect(migrated.components?.[1]?.nodes).toEqual([halve(2, { rounding: 'down' })]);
  });

  it('leave a graph of today, and one of tomorrow, as it is', () => {
    for (const graph of [graphOf(halve(2, { rounding: 'up' })), graphOf(halve(3, { x: 1 }))]) {
      expect(migrateNodes(graph, TINY_CATALOGUE)).toBe(graph);
    }
  });

  it('stay where they can’t be brought here', () => {
    const definition = TINY_CATALOGUE.get('halve')!;
    const refuse = () => {
      throw new UserError({ code: 'halve.odd', message: 'It can’t be halved any more.' });
    };
    const catalogue = new Map([['halve', { ...definition, migrate: refuse }]]);
    const graph = graphOf(halve(1, { ceil: true }));
    expect(migrateNodes(graph, catalogue)).toBe(graph);
  });
});
