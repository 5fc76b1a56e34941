import { makeComponent, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { draw } from '@graft/testing/drawings';
import { describe, expect, it } from '@jest/globals';
import { listOutdated, updateNodes } from './update-nodes';
import type { ComponentVersion } from './use-components';

const DRAWN = draw();

function make(graph: Graph, kind: string, ids: readonly string[], params: string[] = []) {
  const wish = { kind, title: kind.replace(/component:|@\d/g, '') };
  const asked = params.map((param) => ({ node: ids[0] ?? '', param }));
  const made = makeComponent(graph, catalogue, ids, { ...wish, params: asked });
  if (!made.ok) throw new Error(made.reason);
  return made;
}

//   [ head@1 ] ──> [ train@1 ]
const HEAD = make(DRAWN, 'component:head@1', ['head']);
const BOTH = make(HEAD.graph, 'component:train@1', ['train'], ['epochs']).graph;
const TRAIN = BOTH.nodes.find(({ kind }) => kind === 'component:train@1')?.id ?? '';
const newest = (head: number, train: number) =>
  new Map([
    ['component:head', head],
    ['component:train', train],
  ]);
const version = (kind: string, ids: readonly string[], params?: string[]): ComponentVersion => [
  make(DRAWN, kind, ids, params).component,
];

describe('updates of the components of a graph', () => {
  it('are of the nodes that stand for older versions than the workspace has', () => {
    expect(listOutdated(BOTH, newest(1, 1))).toEqual([]);
    expect(listOutdated(BOTH, newest(1, 3))).toEqual([
      { nodeId: TRAIN, componentId: 'train', version: 3 },
    ]);
    expect(listOutdated(BOTH, newest(2, 2))).toHaveLength(2);
    expect(listOutdated(BOTH, new Map())).toEqual([]);
  });

  it('come all at once, and say what the new versions no longer have', () => {
    const set = BOTH.nodes.map((node) =>
      node.id === TRAIN ? { ...node, params: { epochs: 3 } } : node,
    );
    const updates = [
      { nodeId: HEAD.nodeId, version: version('component:head@2', ['head']) },
      { nodeId: TRAIN, version: version('component:train@2', ['train']) },
    ];
    const { graph, broken } = updateNodes({ ...BOTH, nodes: set }, updates);
    expect(listOutdated(graph, newest(2, 2))).toEqual([]);
    expect(graph.components?.map(({ kind }) => kind).toSorted()).toEqual([
      'component:head@2',
      'component:train@2',
    ]);
    expect(broken).toEqual(['epochs']);
  });
});
