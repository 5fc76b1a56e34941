import { placePorts, sizeCard, UNKNOWN_SIZE } from '../card-size';
import type { Box } from '../document/arrange-nodes';
import type { Drawing } from '../layout/drawing';
import type { NoteNode } from './annotation-view';
import type { EditorState } from './editor-state';
import type { CardNode } from './flow-view';

type OnCanvas = Pick<EditorState, 'byId' | 'catalogue' | 'cards' | 'notes' | 'frames'>;

/** What lies on the canvas right now, as a layout reads it. */
export function readDrawing(state: OnCanvas & Pick<EditorState, 'history'>): Drawing {
  return {
    nodes: state.cards.map((card) => {
      const definition = findDefinition(state, card.id);
      const ports = definition === undefined ? [] : placePorts(definition);
      return { ...boxCard(state, card), ports };
    }),
    wires: state.history.present.edges,
    notes: state.notes.map(boxNote),
    frames: listFrames(state),
  };
}

/** Places and sizes of everything on the canvas, by id there. */
export function listBoxes(state: OnCanvas): ReadonlyMap<string, Box> {
  const boxes = [
    ...state.cards.map((card) => boxCard(state, card)),
    ...state.notes.map(boxNote),
    ...listFrames(state),
  ];
  return new Map(boxes.map((box) => [box.id, box]));
}

/** Places and sizes of all frames. */
export function listFrames({ frames }: Pick<OnCanvas, 'frames'>): Box[] {
  return frames.map(({ id, position, width = 0, height = 0 }) => {
    return { id, ...position, width, height };
  });
}

function findDefinition({ byId, catalogue }: OnCanvas, id: string) {
  return catalogue.get(byId.get(id)?.kind ?? '');
}

function boxCard(state: OnCanvas, { id, position }: CardNode): Box {
  const definition = findDefinition(state, id);
  return { id, ...position, ...(definition ? sizeCard(definition) : UNKNOWN_SIZE) };
}

/** Until a note was drawn nobody knows how high its text makes it; note.css has the same measures. */
export const NOTE_SIZE = { width: 240, height: 64 } as const;

function boxNote({ id, position, measured }: NoteNode): Box {
  const { width = NOTE_SIZE.width, height = NOTE_SIZE.height } = measured ?? {};
  return { id, ...position, width, height };
}
