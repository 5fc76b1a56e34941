import { GRAPH_FORMAT, wireId, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { describe, expect, it } from '@jest/globals';
import { listConnections, searchConnections } from './list-connections';

// data ── split    train
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: ['dataset', 'split', 'train'].map((kind) => ({ id: kind, kind, version: 1, params: {} })),
  edges: [{ from: { node: 'dataset', port: 'dataset' }, to: { node: 'split', port: 'dataset' } }],
};

describe('listConnections', () => {
  it('offers what fits from and to a node, free inputs first', () => {
    const offered = listConnections(graph, catalogue, 'split');
    expect(offered.map(({ wire }) => wireId(wire))).toContain('split.validation>train.validation');
    expect(offered.map(({ wire }) => wireId(wire))).not.toContain('dataset.dataset>split.dataset');
    expect(offered.every(({ replaces }) => replaces === null)).toBe(true);
  });

  it('names both ends in words, and what an input gives up', () => {
    const copy = {
      ...graph.nodes[0],
      id: 'other',
      kind: 'dataset',
      version: 1,
      params: {},
      title: 'Mine',
    };
    const two: Graph = { ...graph, nodes: [...graph.nodes, copy] };
    const offered = listConnections(two, catalogue, 'other');
    const replacing = offered.find(({ wire }) => wire.to.node === 'split');
    expect(replacing).toMatchObject({
      title: 'Mine: Data set → Split: Data set',
      replaces: 'Data set',
    });
    expect(offered.at(-1)).toBe(replacing);
  });

  it('never offers a circle', () => {
    const offered = listConnections(graph, catalogue, 'dataset').map(({ wire }) => wire.to.node);
    expect(offered).not.toContain('dataset');
  });

  it('is searched by words, what was typed in one piece first', () => {
    const offered = listConnections(graph, catalogue, 'split');
    const found = searchConnections(offered, 'Validation → Train: Validation');
    expect(found[0]?.title).toBe('Split: Validation → Train: Validation');
    expect(found.length).toBeGreaterThan(1);
    expect(searchConnections(offered, 'pictures')).toEqual([]);
  });
});
