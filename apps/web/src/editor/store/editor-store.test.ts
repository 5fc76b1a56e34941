import { defineNode, GRAPH_FORMAT, type Graph, type GraphComponent } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { NEW_NOTE } from '../document/edit-notes';
import type { EditorState } from './editor-state';
import { createEditorStore } from './editor-store';
import { canvasIdOf } from './annotation-view';

const graph: Graph = {
  format: GRAPH_FORMAT,
  name: 'One',
  nodes: [{ id: 'note', kind: 'k', version: 1, params: {}, position: { x: 0, y: 0 } }],
  edges: [],
};

function open() {
  const store = createEditorStore({ catalogue: new Map(), resources: {} as never, graph });
  const state = () => store.getState();
  const document = () => state().history.present;
  return { state, document };
}

//   [note]      a node of that name, and a note beside it
describe('notes on the canvas', () => {
  it('are put there selected and open for writing; each edit is one step of undo', () => {
    const { state, document } = open();
    state().addNote({ x: 100, y: 50 });
    expect(state().writing).toBe(canvasIdOf('note', 'note'));
    expect(state().notes.map(({ id, selected }) => [id, selected])).toEqual([
      [canvasIdOf('note', 'note'), true],
    ]);
    state().writeNote('note', 'Why');
    expect(state().writing).toBeNull();
    state().undo();
    expect(document().notes?.[0]?.text).toBe(NEW_NOTE);
    state().undo();
    expect(state().notes).toEqual([]);
  });

  it('move and go by themselves, also where a node has the same id', () => {
    const { state, document } = open();
    state().addNote({ x: 100, y: 50 });
    const id = canvasIdOf('note', 'note');
    state().changeCards([{ id, type: 'position', position: { x: 7, y: 8 }, dragging: false }]);
    expect(document().notes?.[0]?.position).toEqual({ x: 7, y: 8 });
    expect(document().nodes[0]?.position).toEqual({ x: 0, y: 0 });
    state().removeSelected();
    expect(document().notes).toEqual([]);
    expect(document().nodes).toHaveLength(1);
  });
});

//   [cut v1]      a node of an older version; today its `ceil` is called `rounding`
describe('a node of an older version', () => {
  const params = z.strictObject({ rounding: z.enum(['up', 'down']).default('down') });
  const cut = defineNode({
    ...{
      version: 2,
      kind: 'cut',
      title: 'Cut',
      group: 'data',
      summary: '',
      docs: '',
    },
    ...{ inputs: {}, outputs: {}, params, check: () => [], infer: () => ({}) },
    fields: { rounding: { title: 'Rounding', help: '' } },
    migrate: ({ ceil }) => ({ rounding: ceil === true ? 'up' : 'down' }),
  });
  const old: Graph = {
    ...{ format: GRAPH_FORMAT, name: 'Old', edges: [] },
    nodes: [{ id: 'a', kind: 'cut', version: 1, params: { ceil: true }, position: { x: 0, y: 0 } }],
  };
  const catalogue = new Map([['cut', cut]]);

  it('is one of today as soon as it is open, pasted or restored; there is nothing to undo', () => {
    const store = createEditorStore({ catalogue, resources: {} as never, graph: old });
    const kept = () =>
      store.getState().history.present.nodes.map((node) => [node.version, node.params]);
    expect(kept()).toEqual([[2, { rounding: 'up' }]]);
    expect(store.getState().history.past).toEqual([]);
    store.getState().setParams('a', { rounding: 'down' });
    expect(kept()).toEqual([[2, { rounding: 'down' }]]);
    store.getState().replace(old);
    expect(kept()).toEqual([[2, { rounding: 'up' }]]);
    store.getState().paste(old, { x: 10, y: 10 });
    expect(kept()).toEqual([
      [2, { rounding: 'up' }],
      [2, { rounding: 'up' }],
    ]);
  });

  //   [box]      a component with that node in it
  it('is one of today inside a component, too, when that is opened, pasted or restored', () => {
    const component: GraphComponent = {
      ...{ kind: 'component:box@1', title: 'Box', nodes: old.nodes, edges: [] },
      ...{ inputs: [], outputs: [], params: [] },
    };
    const box = { id: 'box', kind: component.kind, version: 1, params: {} };
    const boxed: Graph = { ...old, nodes: [{ ...box, position: { x: 0, y: 0 } }] };
    const given: Graph = { ...boxed, components: [component] };
    const opened = (start: Graph) =>
      createEditorStore({ catalogue, resources: {} as never, graph: start }).getState;
    const inside = ({ history }: EditorState) =>
      history.present.components?.map(({ nodes }) => nodes.map((node) => node.params));
    expect(inside(opened(given)())).toEqual([[{ rounding: 'up' }]]);
    const empty = { ...old, nodes: [] };
    const [restored, pasted] = [opened(empty), opened(empty)];
    restored().replace(given);
    expect(inside(restored())).toEqual([[{ rounding: 'up' }]]);
    pasted().paste(given, { x: 10, y: 10 });
    expect(inside(pasted())).toEqual([[{ rounding: 'up' }]]);
  });
});
