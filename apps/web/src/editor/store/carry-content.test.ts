import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import type { NodeChange } from '@xyflow/react';
import type { CanvasNode } from './annotation-view';
import { createEditorStore } from './editor-store';

//   ┌ frame ─────────┐
//   │  a    [note]   │    b
//   └────────────────┘
const graph: Graph = {
  format: GRAPH_FORMAT,
  name: 'One',
  nodes: ['a', 'b'].map((id, at) => ({
    ...{ id, kind: 'k', version: 1, params: {} },
    position: { x: 20 + 1000 * at, y: 60 },
  })),
  edges: [],
  notes: [{ id: 'n', text: 'Why', position: { x: 300, y: 60 } }],
  frames: [
    {
      ...{ id: 'f', title: 'Data', colour: 'blue' },
      position: { x: 0, y: 0 },
      size: { width: 600, height: 300 },
    },
  ],
};

const move = (x: number, dragging: boolean, id = 'frame:f'): NodeChange<CanvasNode> => ({
  ...{ id, type: 'position', position: { x, y: 0 }, dragging },
});

function open() {
  const state = createEditorStore({ catalogue: new Map(), resources: {} as never, graph }).getState;
  const places = () => {
    const { nodes, notes = [], frames = [] } = state().history.present;
    return [...nodes, ...notes, ...frames].map(({ position }) => position?.x);
  };
  return { state, places };
}

describe('a frame', () => {
  it('takes along what lies on it, and nothing that it passes; undo brings all back at once', () => {
    const { state, places } = open();
    for (const x of [400, 900, 1000]) state().changeCards([move(x, true)]);
    state().changeCards([move(1000, false)]);
    expect(places()).toEqual([1020, 1020, 1300, 1000]);
    state().undo();
    expect(places()).toEqual([20, 1020, 300, 0]);
    expect(state().history.past).toEqual([]);
  });

  it('takes along by arrow keys, too, and moves nothing twice', () => {
    const { state, places } = open();
    state().changeCards([move(5, false), { ...move(25, false, 'a') }]);
    expect(places()).toEqual([25, 1020, 305, 5]);
  });

  it('leaves what lies on it when its border is pulled: one step of undo', () => {
    const { state, places } = open();
    const size = { width: 700, height: 300 };
    for (const resizing of [true, false]) {
      state().changeCards([
        ...(resizing
          ? [{ id: 'frame:f', type: 'position', position: { x: -100, y: 0 } } as const]
          : []),
        { id: 'frame:f', type: 'dimensions', dimensions: size, setAttributes: true, resizing },
      ]);
    }
    expect(places()).toEqual([20, 1020, 300, -100]);
    expect(state().history.present.frames?.[0]?.size).toEqual(size);
    expect(state().history.past).toHaveLength(1);
  });
});

describe('frames on the canvas', () => {
  it('are drawn around what is selected, ready to be named', () => {
    const { state } = open();
    state().select(['b', 'note:n']);
    state().addFrame({ x: 0, y: 0, width: 300, height: 200 });
    expect(state().writing).toBe('frame:frame');
    expect(state().history.present.frames?.[1]?.position).toEqual({ x: 276, y: 0 });
  });

  it('are copied and cut with what lies on them, and removed without it', () => {
    const { state } = open();
    state().select(['frame:f']);
    const copied = state().copySelected();
    expect([copied?.nodes.length, copied?.notes?.length, copied?.frames?.length]).toEqual([
      1, 1, 1,
    ]);
    state().removeSelected();
    expect(state().history.present).toMatchObject({ frames: [], nodes: graph.nodes });
    state().undo();
    state().select(['frame:f']);
    state().selectContent();
    state().removeSelected();
    expect(state().history.present).toMatchObject({ frames: [], notes: [] });
    expect(state().history.present.nodes.map(({ id }) => id)).toEqual(['b']);
    state().paste(copied ?? graph, { x: 0, y: 0 });
    expect(state().frames.map(({ id, selected }) => [id, selected])).toEqual([['frame:f', true]]);
  });
});
