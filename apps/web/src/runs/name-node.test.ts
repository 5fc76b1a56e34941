import type { Catalogue, Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { nameNode } from './name-node';

const catalogue = new Map([['train', { title: 'Train' }]]) as unknown as Catalogue;
const node = (id: string, kind: string, title?: string) => ({
  ...{ id, kind, version: 1, params: {} },
  ...(title === undefined ? {} : { title }),
});
const component = (kind: string, title: string, nodes: Graph['nodes']) => ({
  ...{ kind, title, nodes, edges: [], inputs: [], outputs: [], params: [] },
});
const graph = {
  nodes: [node('head', 'component:a@1'), node('train', 'train', 'Mine'), node('odd', 'odd')],
  components: [
    component('component:a@1', 'My head', [node('b', 'component:b@2', 'Tail')]),
    component('component:b@2', 'Other', [node('train', 'train')]),
  ],
};

describe('nameNode', () => {
  it.each([
    ['train', 'Mine'],
    ['odd', 'odd'],
    ['head', 'My head'],
    ['head/b', 'My head / Tail'],
    ['head/b/train', 'My head / Tail / Train'],
    ['train/b', null],
    ['gone', null],
  ])('calls %s %s', (path, name) => {
    expect(nameNode(graph, catalogue, path)).toBe(name);
  });
});
