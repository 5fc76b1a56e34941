import { describe, expect, it } from '@jest/globals';
import { TINY_CATALOGUE, TINY_RESOURCES } from '../fixtures/tiny-catalogue';
import { parseGraph } from '../parse-graph';
import { inspectGraph } from '../validate-graph';
import { checkComponent } from './check-component';
import { COUNT, draw, halve, listWires, make, SOURCE } from './components.fixture';
import { extendCatalogue } from './define-component';
import { makeComponent } from './make-component';

//   data ──> a ──> b ──> count          a and b become one node
//    └───────────────────┘
const GRAPH = draw(
  [SOURCE, halve('a'), halve('b'), COUNT],
  ['data.data -> a.data', 'a.first -> b.data', 'b.second -> count.data', 'data.data -> count.data'],
);

describe('makeComponent', () => {
  it('puts one node in place, with the ports that cross the border and those that nobody reads', () => {
    const { component, graph, nodeId } = make(GRAPH, ['a', 'b'], { title: 'Two Halves' });
    expect(nodeId).toBe('two-Halves');
    expect(graph.nodes.map(({ id }) => id)).toEqual(['data', 'two-Halves', 'count']);
    expect(component.inputs).toEqual([
      { name: 'data', title: 'Data', to: [{ node: 'a', port: 'data' }] },
    ]);
    expect(component.outputs.map(({ name, title }) => [name, title])).toEqual([
      ['second', 'Second'],
      ['second2', 'Second of Halve'],
      ['first', 'First'],
    ]);
    expect(listWires(graph)).toEqual([
      ...['data.data -> two-Halves.data', 'two-Halves.second -> count.data'],
      'data.data -> count.data',
    ]);
    expect(checkComponent([component], TINY_CATALOGUE)).toEqual([]);
    expect(parseGraph(structuredClone(graph)).issues).toEqual([]);
    const twice = { ...graph, components: [component, component] };
    expect(parseGraph(twice).issues).toMatchObject([
      { code: 'graph.duplicate-id', field: 'components' },
    ]);
  });

  it('joins wires from one source into one input, and gives what is needed and not wired an input', () => {
    const nodes = [SOURCE, halve('a'), halve('b'), { id: 'c', kind: 'learn', params: { rate: 1 } }];
    const graph = draw(nodes, ['data.data -> a.data', 'data.data -> b.data', 'a.first -> c.train']);
    const { component } = make(graph, ['a', 'b', 'c'], { title: 'Group' });
    expect(component.inputs.map(({ name, to }) => [name, to.length])).toEqual([
      ['data', 2],
      ['second', 1],
    ]);
  });

  //   a ──> (b) ──> c                     without b a circle would be closed
  it('refuses what would stand before and behind a node that is not part of it', () => {
    const graph = draw(
      [SOURCE, halve('a'), { ...halve('b'), title: 'Middle' }, halve('c')],
      ['data.data -> a.data', 'a.first -> b.data', 'b.first -> c.data'],
    );
    const made = makeComponent(graph, TINY_CATALOGUE, ['a', 'c'], {
      ...{ kind: 'component:x@1', title: 'X', params: [] },
    });
    expect(made).toEqual({ ok: false, reason: expect.stringContaining('"Middle" stands between') });
  });

  it('asks on the outside for chosen parameters, with the value inside as default', () => {
    const source = { ...SOURCE, params: { limit: 7 } };
    const { graph, component } = make(
      draw([source, COUNT], ['data.data -> count.data']),
      ['data'],
      {
        ...{ title: 'Pictures', params: [{ node: 'data', param: 'limit' }] },
      },
    );
    const definition = extendCatalogue(TINY_CATALOGUE, graph.components).get(component.kind);
    expect(definition).toMatchObject({
      ...{ group: 'component', title: 'Pictures', inputs: {} },
      outputs: { data: { type: 'dataset', title: 'Data' } },
      fields: { limit: { title: 'Limit' } },
    });
    expect(definition?.params.parse({})).toEqual({ limit: 7 });
    expect(definition?.params.safeParse({ limit: 0 }).success).toBe(false);
    const set = { ...graph, nodes: graph.nodes.map((node) => ({ ...node })) };
    const [node] = set.nodes;
    if (node) node.params = { limit: 3 };
    const found = inspectGraph(set, TINY_CATALOGUE, TINY_RESOURCES);
    expect(found.summaries.get('pictures')).toMatchObject({ data: { classes: [{ count: 3 }] } });
    expect(found.params.get('pictures/data')).toMatchObject({ limit: 3 });
  });

  it('lets the app view go on asking for what the component asks for', () => {
    const graph = {
      ...draw([SOURCE, COUNT], ['data.data -> count.data']),
      exposed: [
        { node: 'data', param: 'limit' },
        { node: 'data', param: 'name' },
      ],
    };
    const params = [{ node: 'data', param: 'limit' }];
    const made = make(graph, ['data'], { title: 'Pictures', params });
    expect(made.graph.exposed).toEqual([{ node: 'pictures', param: 'limit' }]);
  });

  //   version 1: a asks for amount, b for amount2
  it('keeps the names of the version before, and gives none of them to another parameter', () => {
    const field = (node: string) => ({ node, param: 'amount' });
    const one = make(GRAPH, ['a', 'b'], { title: 'Halves', params: ['a', 'b'].map(field) });
    expect(one.component.params.map(({ name }) => name)).toEqual(['amount', 'amount2']);
    const takenNames = ['amount', 'amount2'];
    const params = [{ ...field('b'), name: 'amount2' }, field('data')];
    const two = make(GRAPH, ['data', 'a', 'b'], { title: 'Halves', params, takenNames });
    expect(two.component.params.map(({ node, name }) => [node, name])).toEqual([
      ['b', 'amount2'],
      ['data', 'amount3'],
    ]);
  });
});

describe('checkComponent', () => {
  it('names what is not inside, what is there twice and what nobody knows', () => {
    const { component } = make(GRAPH, ['a', 'b'], { title: 'Halves' });
    const [a] = component.nodes;
    const wrong = {
      ...component,
      nodes: [
        ...component.nodes,
        ...(a ? [a] : []),
        { ...halve('x'), kind: 'nothing', params: {} },
      ],
      inputs: [{ name: 'data', title: 'Data', to: [{ node: 'ghost', port: 'data' }] }],
      params: [{ name: 'p', title: 'P', node: 'a', param: 'none' }],
    };
    const messages = checkComponent([wrong], TINY_CATALOGUE).map(({ message }) => message);
    expect(messages).toEqual([
      expect.stringContaining('no node of kind "nothing"'),
      expect.stringContaining('no "data" of a node "ghost"'),
      expect.stringContaining('no "none" of a node "a"'),
      expect.stringContaining('"a" is there twice'),
    ]);
  });
});
