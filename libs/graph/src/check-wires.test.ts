import { describe, expect, it } from '@jest/globals';
import { count, cut, data, inspect, issuesOf, type Drafts } from './fixtures/inspect-tiny';
import { drawGraph, TINY_CATALOGUE, TINY_RESOURCES } from './fixtures/tiny-catalogue';
import type { Graph } from './graph';
import { hasErrors, type Issue } from './issue';
import { validateGraph } from './validate-graph';

describe('inspectGraph on wires that are wrong', () => {
  const cases: [string, Drafts, string[], Partial<Issue>][] = [
    [
      'a wire to nowhere',
      [data],
      ['data.data -> ghost.data'],
      { code: 'graph.dangling-wire', nodeId: 'data' },
    ],
    [
      'a wire from nowhere',
      [data, count],
      ['ghost.data -> count.data', 'data.data -> count.data'],
      { code: 'graph.dangling-wire', nodeId: 'count' },
    ],
    [
      'an unknown input',
      [data, count],
      ['data.data -> count.dta', 'data.data -> count.data'],
      { code: 'graph.unknown-port', port: 'dta' },
    ],
    [
      'an inherited name as output',
      [data, count],
      ['data.constructor -> count.data', 'data.data -> count.data'],
      { code: 'graph.unknown-port', nodeId: 'data' },
    ],
    [
      'another type',
      [data, count],
      ['data.data -> count.history', 'data.data -> count.data'],
      { code: 'graph.wrong-type', port: 'history' },
    ],
    [
      'two wires where one is taken',
      [data, cut],
      ['data.data -> cut.data', 'cut.first -> cut.data'],
      { code: 'graph.too-many-wires', port: 'data' },
    ],
    [
      'the same wire twice',
      [data, count],
      ['data.data -> count.data', 'data.data -> count.data'],
      { code: 'graph.double-wire' },
    ],
  ];
  it.each(cases)('%s', (_, nodes, wires, expected) => {
    const issues = issuesOf(nodes, wires).filter((issue) => issue.code !== 'graph.cycle');
    expect(issues).toEqual([expect.objectContaining(expected)]);
    expect(issues[0]?.fix?.removeEdges).toHaveLength(1);
  });

  it('says in words why types do not fit', () => {
    const [issue] = issuesOf(
      [data, count],
      ['data.data -> count.history', 'data.data -> count.data'],
    );
    expect(issue?.message).toBe(
      'The wire from "Data" of "Source" to "History" of "Count" does not fit: "Data" gives a data set, but "History" takes a training history.',
    );
  });

  it('does not guess what a node gives that has a wrong wire', () => {
    const wires = ['data.data -> count.history', 'data.data -> count.data'];
    expect(inspect([data, count], wires).summaries.has('count')).toBe(false);
  });

  it('offers the port that was meant', () => {
    const [issue] = issuesOf([data, count], ['data.data -> count.dta', 'data.data -> count.data']);
    expect(issue?.fix).toMatchObject({
      title: 'Use "data"',
      addEdges: [{ to: { node: 'count', port: 'data' } }],
    });
  });

  it('names a cycle node by node and offers to open it', () => {
    const issues = issuesOf(
      [
        { ...cut, id: 'a' },
        { ...cut, id: 'b' },
      ],
      ['a.first -> b.data', 'b.first -> a.data'],
    );
    expect(issues).toEqual([
      expect.objectContaining({
        code: 'graph.cycle',
        nodeId: 'a',
        message: expect.stringContaining('Halve -> Halve (2) -> Halve'),
        fix: expect.objectContaining({
          removeEdges: [{ from: { node: 'b', port: 'first' }, to: { node: 'a', port: 'data' } }],
        }),
      }),
    ]);
  });
});

describe('inspectGraph on missing wires', () => {
  it('offers the output of the same name, or else the nearest one', () => {
    const learn = { id: 'learn', kind: 'learn', params: { rate: 1 } };
    const issues = issuesOf([data, cut, learn], ['data.data -> cut.data']);
    const missing = issues.filter((issue) => issue.code === 'graph.missing-wire');
    expect(missing.map((issue) => [issue.port, issue.fix?.addEdges?.[0]?.from])).toEqual([
      ['train', { node: 'cut', port: 'first' }],
      ['second', { node: 'cut', port: 'second' }],
    ]);
  });

  //  [data]  [cut]  [learn]    nothing is wired: what comes out of `cut` is not known yet
  it('offers what has all it needs before what lacks a wire itself', () => {
    const learn = { id: 'learn', kind: 'learn', params: { rate: 1 } };
    const issues = issuesOf([data, cut, learn], []);
    expect(issues.map(({ nodeId, fix }) => [nodeId, fix?.addEdges?.[0]?.from.node])).toEqual([
      ['cut', 'data'],
      ['learn', 'data'],
      ['learn', 'data'],
    ]);
  });

  it('offers a new node when nothing in the graph fits, and never a circle', () => {
    const [issue, ...others] = issuesOf([cut, count], ['cut.first -> count.data']);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({
      code: 'graph.missing-wire',
      nodeId: 'cut',
      port: 'data',
      message: '"Halve" needs a data set at "Data". Connect one.',
      fix: {
        addNodes: [{ id: 'source', kind: 'source' }],
        addEdges: [{ from: { node: 'source', port: 'data' } }],
      },
    });
  });

  it('does not ask for a wire that may be missing', () => {
    expect(issuesOf([data, count], ['data.data -> count.data'])).toEqual([]);
  });

  it('says that nothing is there in a graph without nodes', () => {
    expect(issuesOf([])).toEqual([]);
  });
});

describe('fixes', () => {
  it('mend what they are offered for', () => {
    const graph = drawGraph([cut, count], ['cut.first -> count.data']);
    const [issue] = validateGraph(graph, TINY_CATALOGUE, TINY_RESOURCES);
    const mended: Graph = {
      ...graph,
      nodes: [...graph.nodes, ...(issue?.fix?.addNodes ?? [])],
      edges: [...graph.edges, ...(issue?.fix?.addEdges ?? [])],
    };
    expect(hasErrors(validateGraph(mended, TINY_CATALOGUE, TINY_RESOURCES))).toBe(false);
  });
});
