import { describe, expect, it } from '@jest/globals';
import { exposeField, isExposed, listAskedFields } from './expose-fields';
import { TINY_CATALOGUE } from './fixtures/tiny-catalogue';
import { GRAPH_FORMAT, graphSchema, type Graph } from './graph';

const [[kind, definition] = ['', undefined]] = [...TINY_CATALOGUE].filter(
  ([, { params }]) => Object.keys(params.shape).length > 0,
);
const [param = ''] = Object.keys(definition?.params.shape ?? {});
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: [{ id: 'one', kind, version: 1, params: {} }],
  edges: [],
};
const field = { node: 'one', param };

describe('fields of the app view', () => {
  it('are put in and taken out again', () => {
    const exposed = exposeField(graph, field, true);
    expect(isExposed(exposed, field)).toBe(true);
    expect(graphSchema.parse(exposed).exposed).toEqual([field]);
    expect(exposeField(exposed, field, true)).toBe(exposed);
    expect(exposeField(exposed, field, false)).toEqual({ ...graph, exposed: [] });
    expect(exposeField(graph, field, false)).toBe(graph);
  });

  it('keep the order in which they were chosen', () => {
    const both = exposeField(exposeField(graph, { node: 'one', param: 'b' }, true), field, true);
    expect(both.exposed?.map((each) => each.param)).toEqual(['b', param]);
  });

  it('are asked for only while node and parameter are there', () => {
    const gone = [{ node: 'two', param }, { node: 'one', param: 'toString' }, field];
    const asked = listAskedFields({ ...graph, exposed: gone }, TINY_CATALOGUE);
    expect(asked.map(({ node, param: name }) => [node, name])).toEqual([['one', param]]);
  });
});
