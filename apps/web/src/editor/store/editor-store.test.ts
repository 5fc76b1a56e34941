import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { NEW_NOTE } from '../document/edit-notes';
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
