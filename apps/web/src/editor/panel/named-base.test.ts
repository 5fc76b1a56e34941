import { describe, expect, it } from '@jest/globals';
import { graphSchema } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { findNamedBase } from './named-base';

const graph = graphSchema.parse({
  format: 'graft.graph/1',
  nodes: [
    { id: 'base', kind: 'base-model', params: {} },
    { id: 'own', kind: 'base-model', params: { base: 'my-model' } },
    { id: 'wrong', kind: 'base-model', params: { base: 7 } },
    { id: 'freeze', kind: 'freeze-layers', params: {} },
    { id: 'odd', kind: 'of-tomorrow', params: { base: 'x' } },
  ],
  edges: [],
});

describe('the base that a node brings into the graph', () => {
  it.each([
    ['base', 'efficientnet-lite0'],
    ['own', 'my-model'],
    ['wrong', null],
    ['freeze', null],
    ['odd', null],
    ['nowhere', null],
  ])('of "%s" is %s', (id, base) => {
    expect(findNamedBase(graph, catalogue, id)).toBe(base);
  });
});
