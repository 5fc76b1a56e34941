import type { NodeMode } from '@graft/graph';
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

/** Puts a copy of what is selected beside it. */
export function duplicate(state: EditorState): void {
  const copied = state.copySelected();
  if (copied !== null) state.paste(copied, { x: 32, y: 32 });
}
