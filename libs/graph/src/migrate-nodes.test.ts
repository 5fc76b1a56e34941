import { describe, expect, it } from '@jest/globals';
import { UserError } from '@graft/errors';
import { TINY_CATALOGUE } from './fixtures/tiny-catalogue';
import { GRAPH_FORMAT, type Graph, type GraphNode } from './graph';
import { migrateNodes } from './migrate-nodes';

const graphOf = (...nodes: GraphNode[]): Graph => ({
  ...{ format: GRAPH_FORMAT, name: 'Old', nodes, edges: [] },
});
const halve = (version: number, params: GraphNode['params']): GraphNode => ({
  ...{ id: 'halve', kind: 'halve', version, params, position: { x: 1, y: 2 } },
});

describe('nodes of older versions', () => {
  it('become nodes of today, with all else as it was', () => {
    const note = { id: 'odd', kind: 'unknown', version: 1, params: { a: 1 } };
    const migrated = migrateNodes(graphOf(halve(1, { ceil: true }), note), TINY_CATALOGUE);
    expect(migrated).toEqual(graphOf(halve(2, { rounding: 'up' }), note));
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
