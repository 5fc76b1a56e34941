import { GRAPH_FORMAT, type Graph, type Issue } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { describe, expect, it } from '@jest/globals';
import { listCanvasParts, searchParts } from './find-parts';

const position = { x: 0, y: 0 };
const node = (id: string, kind: string) => ({ id, kind, version: 1, params: {} });
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: [
    { ...node('data', 'dataset'), title: 'Birds of the garden' },
    { ...node('train', 'train'), mode: 'muted' },
    node('train2', 'train'),
  ],
  edges: [],
  notes: [{ id: 'n', text: '**Why** frozen\nmore', position }],
  frames: [
    { id: 'f', title: 'Transfer', colour: 'blue', position, size: { width: 300, height: 200 } },
  ],
};
const issue: Issue = { code: 'x', severity: 'error', nodeId: 'train2', message: '' };
const parts = listCanvasParts(graph, catalogue, new Map([['train2', [issue]]]));
const find = (query: string) => searchParts(parts, query).map(({ id }) => id);

describe('finding on the canvas', () => {
  it('knows nodes by name, kind and id, notes and frames by what they say', () => {
    expect(parts.map(({ title }) => title)).toEqual([
      ...['Birds of the garden', 'Train', 'Train (2)', 'Why frozen', 'Transfer'],
    ]);
    expect(find('data set')).toEqual(['data']);
    expect(find('TRAIN2')).toEqual(['train2']);
    expect(find('garden birds')).toEqual(['data']);
    expect(find('frozen')).toEqual(['note:n']);
  });

  it('gives all for nothing, and filters by what things are', () => {
    expect(find(' ')).toHaveLength(5);
    expect(find('is:problem')).toEqual(['train2']);
    expect(find('train is:muted')).toEqual(['train']);
    expect(find('is:frame')).toEqual(['frame:f']);
    expect(find('is:bypassed')).toEqual([]);
  });
});
