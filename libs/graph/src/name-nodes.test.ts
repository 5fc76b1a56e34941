import { describe, expect, it } from '@jest/globals';
import { TINY_CATALOGUE } from './fixtures/tiny-catalogue';
import type { Graph } from './graph';
import { nameNode, nameNodes } from './name-nodes';

const node = (id: string, kind: string, title?: string) => ({
  ...{ id, kind, version: 1, params: {} },
  ...(title === undefined ? {} : { title }),
});
const component = (kind: string, title: string, nodes: Graph['nodes']) => ({
  ...{ kind, title, nodes, edges: [], inputs: [], outputs: [], params: [] },
});

describe('nodes are called', () => {
  const namesOf = (...nodes: Graph['nodes']) => [
    ...nameNodes(
      { nodes, components: [component('component:a@1', 'My head', [])] },
      TINY_CATALOGUE,
    ).values(),
  ];

  it('by the title that a person gave, by their component, or by their kind', () => {
    const [mine, head, plain] = [node('x', 'halve', 'Mine'), node('y', 'component:a@1'), 'halve'];
    expect(namesOf(mine, head, node('z', plain), node('odd', 'odd'))).toEqual([
      ...['Mine', 'My head', 'Halve', 'odd'],
    ]);
  });

  it('by a number too where one before them has the name', () => {
    const three = [node('a', 'halve'), node('b', 'count', 'Halve'), node('c', 'halve')];
    expect(namesOf(...three)).toEqual(['Halve', 'Halve (2)', 'Halve (3)']);
  });

  it('by a number that nobody has taken as a title', () => {
    const taken = [node('a', 'halve', 'Halve (2)'), node('b', 'halve'), node('c', 'halve')];
    expect(namesOf(...taken)).toEqual(['Halve (2)', 'Halve', 'Halve (3)']);
    expect(namesOf(...taken.toReversed())).toEqual(['Halve', 'Halve (2)', 'Halve (2) (2)']);
  });

  it('within their own drawing only', () => {
    const drawnOut = [node('head/a', 'halve'), node('a', 'halve'), node('head/b', 'halve')];
    expect(namesOf(...drawnOut)).toEqual(['Halve', 'Halve', 'Halve (2)']);
  });
});

describe('a node by its path', () => {
  const graph = {
    nodes: [
      ...[node('head', 'component:a@1'), node('halve', 'halve', 'Mine'), node('odd', 'odd')],
      node('twin', 'component:a@1'),
    ],
    components: [
      component('component:a@1', 'My head', [node('b', 'component:b@2', 'Tail')]),
      component('component:b@2', 'Other', [node('halve', 'halve')]),
    ],
  };

  it.each([
    ['halve', 'Mine'],
    ['odd', 'odd'],
    ['head', 'My head'],
    ['twin', 'My head (2)'],
    ['head/b', 'My head / Tail'],
    ['head/b/halve', 'My head / Tail / Halve'],
    ['halve/b', null],
    ['gone', null],
  ])('%s is called %s', (path, name) => {
    expect(nameNode(graph, TINY_CATALOGUE, path)).toBe(name);
  });
});
