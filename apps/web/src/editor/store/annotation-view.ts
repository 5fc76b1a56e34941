import type { Graph } from '@graft/graph';
import type { Node } from '@xyflow/react';
import * as words from '#words/editor';
import type { Parts } from '../document/copy-graph';
import { NO_DATA, sameItems, samePlace, type CardNode } from './flow-view';

/** A note on the canvas; the text is in the document. */
export type NoteNode = Node<Record<string, never>, 'note'>;
/** A frame on the canvas; title and colour are in the document. */
export type FrameNode = Node<Record<string, never>, 'frame'>;
export type CanvasNode = CardNode | NoteNode | FrameNode;

/** The id of a note or frame on the canvas: no node can have it. */
export function canvasIdOf(sort: 'note' | 'frame', id: string): string {
  return `${sort}:${id}`;
}

/** The note that a canvas id means; null for the id of anything else. */
export function noteIdOf(canvasId: string): string | null {
  return canvasId.startsWith('note:') ? canvasId.slice('note:'.length) : null;
}

/** The frame that a canvas id means; null for the id of anything else. */
export function frameIdOf(canvasId: string): string | null {
  return canvasId.startsWith('frame:') ? canvasId.slice('frame:'.length) : null;
}

/** Ids of the canvas by what they mean in the document. */
export function sortIds(canvasIds: readonly string[]): Parts {
  const notes = canvasIds.flatMap((id) => noteIdOf(id) ?? []);
  const frames = canvasIds.flatMap((id) => frameIdOf(id) ?? []);
  const nodes = canvasIds.filter((id) => noteIdOf(id) === null && frameIdOf(id) === null);
  return { nodes, notes, frames };
}

/** The other way round. */
export function listCanvasIds({ nodes, notes, frames }: Parts): string[] {
  return [
    ...nodes,
    ...notes.map((id) => canvasIdOf('note', id)),
    ...frames.map((id) => canvasIdOf('frame', id)),
  ];
}

/** What lies on the canvas for the notes of a graph; those that stay keep their identity. */
export function syncNotes(
  graph: Graph,
  notes: NoteNode[],
  selected: ReadonlySet<string> | null = null,
): NoteNode[] {
  const known = new Map(notes.map((note) => [note.id, note]));
  const synced = (graph.notes ?? []).map((note): NoteNode => {
    const id = canvasIdOf('note', note.id);
    const before = known.get(id);
    const { position } = note;
    const chosen = selected === null ? (before?.selected ?? false) : selected.has(id);
    if (before === undefined) {
      return { id, type: 'note', position, data: NO_DATA, selected: chosen, ariaLabel: words.note };
    }
    const stays = samePlace(before.position, position) && (before.selected ?? false) === chosen;
    return stays ? before : { ...before, position, selected: chosen, dragging: false };
  });
  return sameItems(synced, notes) ? notes : synced;
}

/**
 * Behind everything else, also while it is selected. Only its bar takes the pointer: what lies on it
 * and the canvas below it can be reached.
 */
const BEHIND = {
  type: 'frame',
  data: NO_DATA,
  zIndex: -2000,
  dragHandle: '.canvas-frame__bar',
  style: { pointerEvents: 'none' },
} as const satisfies Partial<FrameNode>;

/** What lies on the canvas for the frames of a graph; those that stay keep their identity. */
export function syncFrames(
  graph: Graph,
  frames: FrameNode[],
  selected: ReadonlySet<string> | null = null,
): FrameNode[] {
  const known = new Map(frames.map((frame) => [frame.id, frame]));
  const synced = (graph.frames ?? []).map((frame): FrameNode => {
    const id = canvasIdOf('frame', frame.id);
    const before = known.get(id);
    const { position, size } = frame;
    const ariaLabel = words.frame(frame.title);
    const chosen = selected === null ? (before?.selected ?? false) : selected.has(id);
    const stays =
      before !== undefined &&
      samePlace(before.position, position) &&
      before.width === size.width &&
      before.height === size.height &&
      before.ariaLabel === ariaLabel &&
      (before.selected ?? false) === chosen;
    if (stays) return before;
    return { ...BEHIND, ...size, id, position, selected: chosen, ariaLabel, measured: size };
  });
  return sameItems(synced, frames) ? frames : synced;
}
