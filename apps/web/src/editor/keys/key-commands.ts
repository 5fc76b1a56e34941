import type { NodeMode } from '@graft/graph';
import type { Place } from '../document/edit-graph';
import { followWires } from '../document/follow-wires';
import type { EditorState } from '../store/editor-state';
import type { EditorKey, KeyActions } from './editor-key';

/** Mutes or bypasses the selected nodes, or uses them again. */
export function toggle(mode: NodeMode): EditorKey['run'] {
  return (state, { refuse }) => {
    const reason = state.toggleMode(mode);
    if (reason !== null) refuse(reason);
  };
}

/** Selects, with the selected nodes, all that they read or all that reads them. */
export function selectAlong(way: 'back' | 'forth'): EditorKey['run'] {
  return ({ history, cards, select }) => {
    const chosen = cards.flatMap(({ id, selected }) => (selected ? [id] : []));
    select([...followWires(history.present, chosen, way)]);
  };
}

/** Goes to the name, title or text of the only thing that is selected. */
export function openForWriting(state: EditorState, { rename }: KeyActions): void {
  const chosen = [...state.frames, ...state.notes, ...state.cards].filter(
    ({ selected }) => selected,
  );
  const [only, ...more] = chosen;
  if (only === undefined || more.length > 0) return;
  if (only.type === 'card') rename();
  else state.startWriting(only.id);
}

/** As far as React Flow moves a card that has the focus when Shift and an arrow are pressed, in px of the canvas. */
const STEP = 20;

const WAYS: Readonly<Record<string, Place>> = {
  arrowleft: { x: -STEP, y: 0 },
  arrowright: { x: STEP, y: 0 },
  arrowup: { x: 0, y: -STEP },
  arrowdown: { x: 0, y: STEP },
};

/** Moves what is selected the way of the pressed arrow, wherever the focus is: one step of undo. */
export function moveSelected(
  { cards, notes, frames, changeCards }: EditorState,
  _: KeyActions,
  pressed: string,
): void {
  const { x, y } = WAYS[pressed.slice(pressed.lastIndexOf('+') + 1)] ?? { x: 0, y: 0 };
  const chosen = [...cards, ...notes, ...frames].filter(({ selected }) => selected);
  if (chosen.length === 0) return;
  changeCards(
    chosen.map(({ id, position }) => ({
      type: 'position',
      id,
      dragging: false,
      position: { x: position.x + x, y: position.y + y },
    })),
  );
}

/** Puts a copy of what is selected beside it. */
export function duplicate(state: EditorState): void {
  const copied = state.copySelected();
  if (copied !== null) state.paste(copied, { x: 32, y: 32 });
}
