import type { Graph } from '@graft/graph';
import { addFrame, changeFrame, placeFrames, removeFrames } from '../document/edit-frames';
import { addNote, writeNote } from '../document/edit-notes';
import { frameAround, listContent } from '../document/frame-content';
import { canvasIdOf, frameIdOf } from './annotation-view';
import type { EditorState } from './editor-state';
import { listBoxes, listFrames } from './read-drawing';

/** How actions reach the state. */
export interface Access {
  get: () => EditorState;
  set: (part: Partial<EditorState>) => void;
  /** Makes a change that can be undone. */
  change: (next: Graph, key?: string, selected?: ReadonlySet<string> | null) => void;
}

type AnnotationActions = Pick<
  EditorState,
  | 'addNote'
  | 'startWriting'
  | 'writeNote'
  | 'addFrame'
  | 'changeFrame'
  | 'fitFrame'
  | 'removeFrames'
  | 'selectContent'
>;

/** What can be done with notes and frames. */
export function createAnnotationActions({ get, set, change }: Access): AnnotationActions {
  const present = () => get().history.present;
  return {
    addNote(place) {
      const { graph: next, id } = addNote(present(), place);
      const canvasId = canvasIdOf('note', id);
      change(next, undefined, new Set([canvasId]));
      set({ writing: canvasId });
    },
    startWriting: (canvasId) => set({ writing: canvasId }),
    writeNote(noteId, text) {
      set({ writing: null });
      change(writeNote(present(), noteId, text));
    },
    addFrame(elsewhere) {
      const chosen = listSelected(get());
      const boxes = [...listBoxes(get()).values()].filter(({ id }) => chosen.includes(id));
      const { graph: next, id } = addFrame(present(), frameAround(boxes) ?? elsewhere);
      const canvasId = canvasIdOf('frame', id);
      change(next, undefined, new Set([canvasId]));
      set({ writing: canvasId });
    },
    changeFrame(frameId, changes) {
      set({ writing: null });
      change(changeFrame(present(), frameId, changes));
    },
    fitFrame(frameId) {
      const boxes = listBoxes(get());
      const frame = boxes.get(canvasIdOf('frame', frameId));
      if (frame === undefined) return;
      const content = listContent(frame, [...boxes.values()]);
      const area = frameAround([...boxes.values()].filter(({ id }) => content.includes(id)));
      if (area !== null) change(placeFrames(present(), new Map([[frameId, area]])));
    },
    removeFrames() {
      const chosen = listSelected(get()).flatMap((id) => frameIdOf(id) ?? []);
      change(removeFrames(present(), chosen));
    },
    selectContent: () => get().select(listWithContent(get())),
  };
}

type OnCanvas = Parameters<typeof listBoxes>[0];

/** Ids on the canvas of everything that is selected. */
export function listSelected({ cards, notes, frames }: OnCanvas): string[] {
  return [...frames, ...notes, ...cards].flatMap(({ id, selected }) => (selected ? [id] : []));
}

/** The same, and what lies on the selected frames. */
export function listWithContent(state: OnCanvas): string[] {
  const chosen = listSelected(state);
  const boxes = [...listBoxes(state).values()];
  const frames = listFrames(state).filter(({ id }) => chosen.includes(id));
  return [...new Set([...chosen, ...frames.flatMap((frame) => listContent(frame, boxes))])];
}
