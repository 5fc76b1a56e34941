import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { compareGraphs, compareSeveral } from './compare-graphs';

// a ──> b
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: [
    { id: 'a', kind: 'dataset', version: 1, params: { dataset: 'x' } },
    { id: 'b', kind: 'train', version: 1, params: { epochs: 20 }, position: { x: 1, y: 2 } },
  ],
  edges: [{ from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'in' } }],
};

describe('compareGraphs', () => {
  it('finds nothing between a graph and its moved and renamed twin', () => {
    const nodes = graph.nodes.map((node) => ({ ...node, title: 'T', position: { x: 9, y: 9 } }));
    expect(compareGraphs(graph, { ...graph, nodes })).toEqual([]);
  });

  it('names the parameter with both values, and "default" where there is none', () => {
    const nodes = graph.nodes.map((node) =>
      node.id === 'b' ? { ...node, params: { epochs: 5, seed: 2 } } : node,
    );
    expect(compareGraphs(graph, { ...graph, nodes })).toEqual([
      { node: 'b', field: 'epochs', before: '20', after: '5' },
      { node: 'b', field: 'seed', before: 'default', after: '2' },
    ]);
  });

  it('tells where a node runs now', () => {
    const ask = (...workerLabels: string[]): Graph => ({
      ...graph,
      nodes: graph.nodes.map((node) => (node.id === 'b' ? { ...node, workerLabels } : node)),
    });
    const field = 'workerLabels';
    expect(compareGraphs(graph, ask('big', 'lab2'))).toEqual([
      { node: 'b', field, before: '', after: 'big, lab2' },
    ]);
    expect(compareGraphs(ask('lab2'), graph)).toEqual([
      { node: 'b', field, before: 'lab2', after: '' },
    ]);
    expect(compareGraphs(ask('lab2'), ask('lab2'))).toEqual([]);
  });

  it('tells nodes and wires that only one of them has', () => {
    const [a] = graph.nodes;
    const less: Graph = { ...graph, nodes: a ? [a] : [], edges: [] };
    expect(compareGraphs(graph, less)).toEqual([
      { node: 'b', field: 'node', before: 'train', after: '' },
      { node: 'b', field: 'wire', before: 'a.out → b.in', after: '' },
    ]);
    expect(compareGraphs(less, graph)).toEqual([
      { node: 'b', field: 'node', before: '', after: 'train' },
      { node: 'b', field: 'wire', before: '', after: 'a.out → b.in' },
    ]);
  });

  it('tells what was written on the canvas, wherever it lies', () => {
    const note = (id: string, text: string, x = 0) => ({ id, text, position: { x, y: 0 } });
    const frame = (title: string, colour: 'blue' | 'red') => ({
      ...{ id: 'f', title, colour, position: { x: 0, y: 0 } },
      size: { width: 300, height: 200 },
    });
    const before: Graph = {
      ...graph,
      notes: [note('same', 'Same'), note('old', 'Old'), note('gone', 'Gone')],
      frames: [frame('Data', 'blue')],
    };
    const after: Graph = {
      ...graph,
      notes: [note('same', 'Same', 9), note('old', 'New'), note('more', 'More')],
      frames: [frame('Pictures', 'red')],
    };
    expect(compareGraphs(before, after)).toEqual([
      { node: 'old', field: 'note', before: 'Old', after: 'New' },
      { node: 'gone', field: 'note', before: 'Gone', after: '' },
      { node: 'more', field: 'note', before: '', after: 'More' },
      { node: 'f', field: 'frame', before: 'Data', after: 'Pictures' },
    ]);
    expect(compareGraphs(graph, { ...graph, notes: [], frames: [] })).toEqual([]);
  });
});

describe('compareSeveral', () => {
  const withEpochs = (epochs: number): Graph => ({
    ...graph,
    nodes: graph.nodes.map((node) => (node.id === 'b' ? { ...node, params: { epochs } } : node)),
  });

  it('has one row for each thing, with what every graph says', () => {
    const unwired = { ...graph, edges: [] };
    expect(compareSeveral([graph, withEpochs(5), graph, withEpochs(9), unwired])).toEqual([
      { node: 'b', field: 'epochs', values: ['20', '5', '20', '9', '20'] },
      {
        ...{ node: 'b', field: 'wire' },
        values: [...Array.from({ length: 4 }, () => 'a.out → b.in'), ''],
      },
    ]);
  });

  it('keeps wires of one node apart', () => {
    const wire = (from: string) => ({
      from: { node: from, port: 'out' },
      to: { node: 'b', port: 'in' },
    });
    const wired = (from: string): Graph => ({ ...graph, edges: [wire(from)] });
    expect(compareSeveral([wired('a'), wired('c')]).map(({ values }) => values)).toEqual([
      ['a.out → b.in', ''],
      ['', 'c.out → b.in'],
    ]);
  });

  it('finds nothing in one graph, or none', () => {
    expect(compareSeveral([graph])).toEqual([]);
    expect(compareSeveral([])).toEqual([]);
  });
});
