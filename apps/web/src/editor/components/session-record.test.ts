import { makeComponent, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { draw } from '@graft/testing/drawings';
import { describe, expect, it } from '@jest/globals';
import { beginEditing } from './edit-session';
import { readSession, writeSession } from './session-record';

//   data ──> split ──> [ head ──> train ] ──> evaluate, and its inside unpacked to be changed
function begin() {
  const made = makeComponent(draw(), catalogue, ['head', 'train'], {
    kind: 'component:trained@1',
    title: 'Trained',
    params: [{ node: 'train', param: 'epochs' }],
  });
  if (!made.ok) throw new Error(made.reason);
  const nodes = made.graph.nodes.map((node) =>
    node.id === 'trained' ? { ...node, params: { epochs: 77 } } : node,
  );
  const kept = { componentId: 'trained', name: 'Trained', version: 1 };
  const begun = beginEditing({ ...made.graph, nodes }, 'trained', kept);
  if (!begun.ok) throw new Error(begun.reason);
  return begun;
}

const change = (graph: Graph, node: (id: string, kind: string) => string | null): Graph => ({
  ...graph,
  nodes: graph.nodes.flatMap((each) => {
    const kind = node(each.id, each.kind);
    return kind === null ? [] : [{ ...each, kind }];
  }),
});

describe('an edit session that is kept as text', () => {
  it('is the same afterwards, with what was set and what was around', () => {
    const { graph, session } = begin();
    expect(readSession(writeSession(session, graph), graph)).toEqual(session);
  });

  it('goes on while one of its nodes is left, and a new one is no other’s', () => {
    const { graph, session } = begin();
    const text = writeSession(session, graph);
    const fewer = change(graph, (id, kind) => (id === 'head' ? null : kind));
    expect(readSession(text, fewer)).toEqual(session);
    const more = {
      ...graph,
      nodes: [...graph.nodes, { id: 'n', kind: 'split', version: 1, params: {} }],
    };
    expect(readSession(text, more)).toEqual(session);
  });

  it('has ended once none of its nodes is left, or another has got the id of one', () => {
    const { graph, session } = begin();
    const text = writeSession(session, graph);
    const none = change(graph, (id, kind) => (['head', 'train'].includes(id) ? null : kind));
    expect(readSession(text, none)).toBeNull();
    const other = change(graph, (id, kind) => (id === 'train' ? 'split' : kind));
    expect(readSession(text, other)).toBeNull();
  });

  it('has ended where the text can’t be read', () => {
    const { graph } = begin();
    for (const text of ['', '{', '{}', 'null']) expect(readSession(text, graph)).toBeNull();
  });
});
