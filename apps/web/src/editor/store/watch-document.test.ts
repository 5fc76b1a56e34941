import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { createEditorStore } from './editor-store';
import { watchDocument } from './watch-document';

//   a       b
const graph: Graph = {
  format: GRAPH_FORMAT,
  name: 'Two',
  nodes: ['a', 'b'].map((id, at) => ({
    id,
    kind: 'k',
    version: 1,
    params: {},
    position: { x: 300 * at, y: 0 },
  })),
  edges: [],
};

function open() {
  const store = createEditorStore({ catalogue: new Map(), resources: {} as never, graph });
  const document = watchDocument(store);
  let woken = 0;
  const stop = document.subscribe(() => (woken += 1));
  return { store, document, stop, count: () => woken };
}

const move = (dragging: boolean, x: number) =>
  ({ id: 'a', type: 'position', position: { x, y: 0 }, dragging }) as const;

describe('watchDocument', () => {
  it('wakes nobody while a card is dragged, and everybody when it is put down', () => {
    const { store, document, count } = open();
    for (const x of [1, 2, 3]) store.getState().changeCards([move(true, x)]);
    store.getState().select(['b']);
    expect(count()).toBe(0);
    store.getState().changeCards([move(false, 4)]);
    expect(count()).toBe(1);
    expect(document.getState().byId.get('a')?.position).toEqual({ x: 4, y: 0 });
  });

  it('wakes its readers for every edit until they stop reading', () => {
    const { store, stop, count } = open();
    store.getState().rename('a', 'First');
    expect(count()).toBe(1);
    stop();
    store.getState().rename('a', 'Second');
    expect(count()).toBe(1);
  });
});
