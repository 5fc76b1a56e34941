import { placePorts, sizeCard, UNKNOWN_SIZE } from '../card-size';
import type { Drawing } from '../layout/drawing';
import type { EditorState } from './editor-state';

/** What lies on the canvas right now, as a layout reads it. */
export function readDrawing(
  state: Pick<EditorState, 'history' | 'byId' | 'catalogue' | 'cards' | 'notes'>,
): Drawing {
  return {
    nodes: state.cards.map(({ id, position }) => {
      const definition = state.catalogue.get(state.byId.get(id)?.kind ?? '');
      const size = definition === undefined ? UNKNOWN_SIZE : sizeCard(definition);
      return { id, ...position, ...size, ports: definition ? placePorts(definition) : [] };
    }),
    wires: state.history.present.edges,
    notes: state.notes.map(({ id, position, measured }) => ({
      id,
      ...position,
      width: measured?.width ?? NOTE_SIZE.width,
      height: measured?.height ?? NOTE_SIZE.height,
    })),
  };
}

/** Until a note was drawn nobody knows how high its text makes it; canvas.css has the same measures. */
export const NOTE_SIZE = { width: 240, height: 64 } as const;
