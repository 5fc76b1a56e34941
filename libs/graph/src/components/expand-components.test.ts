import { describe, expect, it } from '@jest/globals';
import { applyFix } from '../apply-fix';
import { TINY_CATALOGUE, TINY_RESOURCES } from '../fixtures/tiny-catalogue';
import type { Graph, NodeMode } from '../graph';
import { inspectGraph } from '../validate-graph';
import { COUNT, draw, halve, kindOf, listWires, make, passing, SOURCE } from './components.fixture';
import { expandGraph, MAX_COMPONENT_DEPTH } from './expand-components';

const expand = (graph: Graph) => expandGraph(graph, TINY_CATALOGUE);
const inspect = (graph: Graph) => inspectGraph(graph, TINY_CATALOGUE, TINY_RESOURCES);
const ids = ({ nodes }: Graph) => nodes.map(({ id }) => id);

//   data ──> [ a ──> b ] ──> count
const FLAT = draw(
  [SOURCE, halve('a'), halve('b'), COUNT],
  ['data.data -> a.data', 'a.first -> b.data', 'b.first -> count.data'],
);
const { graph: GRAPH, nodeId: PAIR } = make(FLAT, ['a', 'b'], { title: 'Pair' });

function setMode(graph: Graph, id: string, mode: NodeMode): Graph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) => (node.id === id ? { ...node, mode } : node)),
  };
}

describe('expandGraph', () => {
  it('gives a graph without components back as it is', () => {
    expect(expand(FLAT).graph).toBe(FLAT);
  });

  it('draws a component out, with paths for the nodes inside', () => {
    const { graph, issues } = expand(GRAPH);
    expect(issues).toEqual([]);
    expect(ids(graph)).toEqual(['data', 'pair/a', 'pair/b', 'count']);
    expect(listWires(graph).sort()).toEqual([
      ...['data.data -> pair/a.data', 'pair/a.first -> pair/b.data', 'pair/b.first -> count.data'],
    ]);
  });

  it('draws components within components out', () => {
    const outer = make(GRAPH, ['data', PAIR], { title: 'Outer' });
    expect(ids(expand(outer.graph).graph)).toEqual([
      'outer/data',
      'outer/pair/a',
      'outer/pair/b',
      'count',
    ]);
    const { summaries } = inspect(outer.graph);
    expect(summaries.get('outer/pair')).toMatchObject({ first: { name: 'pictures' } });
    expect(summaries.get('count')).toMatchObject({ report: { text: '1 data sets' } });
  });

  it('mutes what is inside a muted component, and leads wires past a bypassed one', () => {
    const muted = inspect(setMode(GRAPH, PAIR, 'muted'));
    expect([muted.leftOut.get(PAIR), muted.leftOut.get('count')]).toEqual([
      { how: 'muted' },
      { how: 'behind', muted: PAIR },
    ]);
    const bypassed = inspect(setMode(GRAPH, PAIR, 'bypassed'));
    expect(bypassed.leftOut.get(PAIR)).toEqual({ how: 'bypassed' });
    expect([...bypassed.order]).toEqual(['data', 'count']);
    expect(bypassed.issues).toEqual([]);
  });

  it('says that a component depends on a muted node when all of it does', () => {
    const { leftOut } = inspect(setMode(GRAPH, 'data', 'muted'));
    expect(leftOut.get(PAIR)).toEqual({ how: 'behind', muted: 'data' });
  });

  it('works nothing out anew where nothing changed, also behind a parameter that is set outside', () => {
    const made = make(FLAT, ['a', 'b'], {
      ...{ title: 'Pair', params: [{ node: 'a', param: 'rounding' }] },
    });
    const nodes = made.graph.nodes.map((node) =>
      node.id === PAIR ? { ...node, params: { rounding: 'up' } } : node,
    );
    const memory = new Map();
    const look = (graph: Graph) => inspectGraph(graph, TINY_CATALOGUE, TINY_RESOURCES, memory);
    const first = look({ ...made.graph, nodes });
    const again = look({
      ...made.graph,
      nodes: nodes.map((node) => ({ ...node, title: 'Other' })),
    });
    expect(again.params.get('pair/a')).toMatchObject({ rounding: 'up' });
    expect(again.summaries.get('count')).toBe(first.summaries.get('count'));
  });
});

describe('a parameter that is set on the outside', () => {
  it('reaches a node of an older version by the name it had there', () => {
    const made = make(FLAT, ['a', 'b'], {
      ...{ title: 'Pair', params: [{ node: 'a', param: 'rounding' }] },
    });
    const old = { id: 'a', kind: 'halve', version: 1, params: {} };
    const component = {
      ...made.component,
      nodes: made.component.nodes.map((node) => (node.id === 'a' ? old : node)),
      params: made.component.params.map((param) => ({ ...param, param: 'ceil' })),
    };
    const graph = {
      ...made.graph,
      nodes: made.graph.nodes.map((node) =>
        node.id === PAIR ? { ...node, params: { rounding: true } } : node,
      ),
      components: [component],
    };
    expect(inspect(graph).params.get('pair/a')).toEqual({ rounding: 'up' });
  });
});

describe('a component that can not be drawn out', () => {
  const refusal = (graph: Graph) => {
    const { issues } = inspect(graph);
    expect(issues.every(({ code }) => code === 'graph.component')).toBe(true);
    return issues[0];
  };
  const holding = (name: string, kind: string) => ({ ...passing(name, kind), outputs: [] });
  const stand = (kind: string, components: Graph['components']): Graph => ({
    ...draw([{ id: 'x', kind }], []),
    ...(components === undefined ? {} : { components }),
  });

  it('is refused where the graph does not hold it, with the node removed as fix', () => {
    const graph = stand(kindOf('gone'), undefined);
    const issue = refusal(graph);
    expect(issue).toMatchObject({ nodeId: 'x', message: expect.stringContaining('does not hold') });
    expect(applyFix(graph, issue?.fix ?? { title: '' }).nodes).toEqual([]);
  });

  it('is refused where it holds itself, at whatever distance', () => {
    const components = [holding('one', kindOf('two')), holding('two', kindOf('one'))];
    expect(refusal(stand(kindOf('one'), components))).toMatchObject({
      ...{ nodeId: 'x', inside: 'inner/inner', message: expect.stringContaining('holds itself') },
      fix: { removeNodes: ['x'] },
    });
  });

  it(`is refused deeper than ${MAX_COMPONENT_DEPTH} levels, and where it would be too large`, () => {
    const chain = Array.from({ length: 12 }, (_, at) => holding(`c${at}`, kindOf(`c${at + 1}`)));
    expect(refusal(stand(kindOf('c0'), chain))?.message).toContain('at most 8 deep');
    const many = Array.from({ length: 8 }, (_, at) => ({
      ...holding(`m${at}`, ''),
      inputs: [],
      nodes: Array.from({ length: 500 }, (__, node) => ({
        ...{ id: `n${node}`, kind: kindOf(`m${at + 1}`), version: 1, params: {} },
      })),
    }));
    expect(refusal(stand(kindOf('m0'), many))?.message).toContain('more than 500 nodes');
  });
});

describe('what is wrong inside a component', () => {
  it('points at the component, at its port and at its field', () => {
    const made = make(FLAT, ['data', 'a'], {
      ...{ title: 'Start', params: [{ node: 'data', param: 'limit' }] },
    });
    const nodes = made.graph.nodes.map((node) =>
      node.id === made.nodeId ? { ...node, params: { limit: 1000 } } : node,
    );
    expect(inspect({ ...made.graph, nodes }).issues[0]).toMatchObject({
      ...{ code: 'graph.invalid-parameter', nodeId: 'start', inside: 'data', field: 'limit' },
      message: expect.stringContaining('Inside "Start"'),
      fix: { setParams: [{ nodeId: 'start', params: { limit: 10 } }] },
    });
  });

  it('is mended on the outside: a missing wire by a wire to the component', () => {
    const unwired = { ...GRAPH, edges: GRAPH.edges.filter(({ to }) => to.node !== PAIR) };
    const issue = inspect(unwired).issues.find(({ code }) => code === 'graph.missing-wire');
    expect(issue).toMatchObject({ nodeId: PAIR, inside: 'a', port: 'data' });
    const fixed = applyFix(unwired, issue?.fix ?? { title: '' });
    expect(listWires(fixed)).toContain('data.data -> pair.data');
    expect(inspect(fixed).issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('has no fix where a person would have to change the inside', () => {
    const broken = draw([{ ...SOURCE, params: { limit: 0 } }, COUNT], ['data.data -> count.data']);
    const { graph } = make(broken, ['data'], { title: 'Start' });
    const [issue] = inspect(graph).issues;
    expect(issue).toMatchObject({ nodeId: 'start', inside: 'data' });
    expect(issue).not.toHaveProperty('fix');
  });

  it('offers the nearest port for a wire that a version does not know', () => {
    const edges = GRAPH.edges.map((edge) =>
      edge.to.node === PAIR ? { ...edge, to: { ...edge.to, port: 'dat' } } : edge,
    );
    const issue = inspect({ ...GRAPH, edges }).issues.find(
      ({ code }) => code === 'graph.unknown-port',
    );
    expect(issue).toMatchObject({ nodeId: PAIR, fix: { title: 'Use "data"' } });
  });
});
