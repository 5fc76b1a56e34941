import { expandGraph, makeComponent, wireId, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { draw } from '@graft/testing/drawings';
import { describe, expect, it } from '@jest/globals';
import {
  beginEditing,
  continueEditing,
  listKept,
  orderAsked,
  setOutside,
  type EditSession,
} from './edit-session';

const WISH = {
  kind: 'component:trained@1',
  title: 'Trained',
  params: [{ node: 'train', param: 'epochs' }],
};

//   data ──> split ──> [ head ──> train ] ──> evaluate
function group(params: Graph['nodes'][number]['params'] = {}): Graph {
  const made = makeComponent(draw(), catalogue, ['head', 'train'], WISH);
  if (!made.ok) throw new Error(made.reason);
  const nodes = made.graph.nodes.map((node) =>
    node.id === 'trained' ? { ...node, params } : node,
  );
  return { ...made.graph, nodes };
}

const KEPT = { componentId: 'trained', name: 'Trained', version: 1 };

function begin(graph: Graph): { graph: Graph; session: EditSession } {
  const begun = beginEditing(graph, 'trained', KEPT);
  if (!begun.ok) throw new Error(begun.reason);
  return begun;
}

const wire = (from: string, to: string) => {
  const [source, target] = [from.split('.'), to.split('.')];
  return {
    from: { node: source[0] ?? '', port: source[1] ?? '' },
    to: { node: target[0] ?? '', port: target[1] ?? '' },
  };
};

const add = (graph: Graph, id: string, kind: string, edges: Graph['edges'] = []): Graph => ({
  ...graph,
  nodes: [...graph.nodes, { id, kind, version: 1, params: {} }],
  edges: [...graph.edges, ...edges],
});

describe('editing the inside of a component', () => {
  it('begins with its own values, and remembers what was set on the outside and asked for', () => {
    const { graph, session } = begin(group({ epochs: 77 }));
    expect(graph.nodes.find(({ id }) => id === 'train')?.params['epochs']).not.toBe(77);
    expect(session.outside).toEqual([{ node: 'train', param: 'epochs', value: 77 }]);
    expect(session.asked).toEqual([{ node: 'train', param: 'epochs', name: 'epochs' }]);
    expect(graph.edges.map(wireId).toSorted()).toEqual(draw().edges.map(wireId).toSorted());
  });

  it('keeps what came out and what was wired to it, and nothing that was there before', () => {
    const { graph, session } = begin(group());
    expect(listKept(graph, session)).toEqual(['head', 'train']);
    const more = add(graph, 'freeze2', 'freeze-layers', [wire('freeze2.model', 'head.model')]);
    const loose = add(more, 'note', 'dataset');
    expect(listKept(loose, session)).toEqual(['head', 'train', 'freeze2']);
    const without = { ...graph, nodes: graph.nodes.filter(({ id }) => id !== 'head') };
    expect(listKept(without, session)).toEqual(['train']);
  });

  it('is over once none of its nodes is left, as after an undo', () => {
    const { session } = begin(group());
    expect(listKept(session.before, session)).toEqual([]);
  });

  it('ends with the next version in their place, under the values of the outside', () => {
    const { graph, session } = begin(group({ epochs: 77 }));
    const next = { ...WISH, kind: 'component:trained@2', params: session.asked };
    const made = makeComponent(graph, catalogue, listKept(graph, session), next);
    if (!made.ok) throw new Error(made.reason);
    const set = setOutside(made.graph, made.nodeId, made.component, [
      ...session.outside,
      { node: 'train', param: 'gone', value: 1 },
    ]);
    expect(set.nodes.find(({ id }) => id === made.nodeId)?.params).toEqual({ epochs: 77 });
    const train = expandGraph(set, catalogue).graph.nodes.find(({ id }) => id === 'trained/train');
    expect(train?.params['epochs']).toBe(77);
  });

  //   [ head asks for seed ──> train asks for seed2 ]: without the first, the second is called seed
  it('keeps a value on its own parameter when the next version calls it otherwise', () => {
    const asked = ['head', 'train'].map((node) => ({ node, param: 'seed' }));
    const one = makeComponent(draw(), catalogue, ['head', 'train'], { ...WISH, params: asked });
    if (!one.ok) throw new Error(one.reason);
    const set = setOutside(one.graph, 'trained', one.component, [
      { node: 'head', param: 'seed', value: 1 },
      { node: 'train', param: 'seed', value: 2 },
    ]);
    expect(set.nodes.find(({ id }) => id === 'trained')?.params).toEqual({ seed: 1, seed2: 2 });
    const { graph, session } = begin(set);
    const next = { ...WISH, kind: 'component:trained@2', params: asked.slice(1) };
    const two = makeComponent(graph, catalogue, listKept(graph, session), next);
    if (!two.ok) throw new Error(two.reason);
    const after = setOutside(two.graph, two.nodeId, two.component, session.outside);
    expect(after.nodes.find(({ id }) => id === two.nodeId)?.params).toEqual({ seed: 2 });
  });

  it('asks first for what was asked for before, under its name', () => {
    const { session } = begin(group());
    const added = { node: 'head', param: 'seed', title: 'Seed' };
    const before = { node: 'train', param: 'epochs', title: 'Epochs' };
    const named = { ...before, name: 'epochs' };
    expect(orderAsked([added, before], session)).toEqual([named, added]);
    expect(orderAsked([added], session)).toEqual([added]);
  });

  it('does not come back with the nodes of a component that is unpacked after an undo', () => {
    const { graph, session } = begin(group());
    const nodeIds = ['head', 'train'];
    expect(continueEditing(session, session.before, { nodeId: 'trained', nodeIds })).toBeNull();
    const loose = { nodeId: 'other', nodeIds: ['other/a'] };
    expect(continueEditing(session, graph, loose)).toBe(session);
  });

  it('takes the nodes of a component around for nodes that were there before', () => {
    const { graph, session } = begin(group());
    const on = continueEditing(session, graph, { nodeId: 'evaluate', nodeIds: ['score'] });
    const more = add(graph, 'score', 'evaluate', [wire('train.model', 'score.model')]);
    expect(listKept(more, session)).toContain('score');
    expect(listKept(more, on ?? session)).toEqual(['head', 'train']);
  });

  it('is refused for a bypassed component, with the reason', () => {
    const graph = group();
    const nodes = graph.nodes.map((node) => ({ ...node, mode: 'bypassed' as const }));
    expect(beginEditing({ ...graph, nodes }, 'trained', KEPT)).toMatchObject({ ok: false });
  });
});
