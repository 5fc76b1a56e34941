import type { Graph } from '@graft/graph';
import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import { moveNodes, type Place } from '../document/edit-graph';
import { placeFrames } from '../document/edit-frames';
import { moveNotes } from '../document/edit-notes';
import type { NodeSize } from '../document/layout-graph';
import {
  frameIdOf,
  noteIdOf,
  type CanvasNode,
  type FrameNode,
  type NoteNode,
} from './annotation-view';
import type { EditorState } from './editor-state';
import type { CardNode } from './flow-view';

type Lists = Pick<EditorState, 'cards' | 'notes' | 'frames'>;
type Change = NodeChange<CanvasNode>;

/** What happened on the canvas: each list takes what concerns it; the others stay the same. */
export function applyChanges({ cards, notes, frames }: Lists, changes: readonly Change[]): Lists {
  const ofNotes = changes.filter((each) => noteIdOf(idOf(each)) !== null) as NodeChange<NoteNode>[];
  const ofFrames = changes.filter(
    (each) => frameIdOf(idOf(each)) !== null,
  ) as NodeChange<FrameNode>[];
  const others = changes.length - ofNotes.length - ofFrames.length;
  return {
    cards: others === 0 ? cards : applyNodeChanges(changes as NodeChange<CardNode>[], cards),
    notes: ofNotes.length === 0 ? notes : applyNodeChanges(ofNotes, notes),
    frames: ofFrames.length === 0 ? frames : applyNodeChanges(ofFrames, frames),
  };
}

/** True when a movement came to its end: a drag, the pull at a border, the press of an arrow key. */
export function endsMovement(changes: readonly Change[]): boolean {
  const resized = listResized(changes);
  return changes.some(
    (each) =>
      (each.type === 'position' && !each.dragging && !resized.has(each.id)) ||
      (each.type === 'dimensions' && each.resizing === false),
  );
}

/** Frames whose border is being pulled: their corner moves, and what lies on them does not. */
export function listResized(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((each) => (each.type === 'dimensions' && each.resizing ? [each.id] : [])),
  );
}

/** Where everything is now, by its id on the canvas. */
export function listPlaces({ cards, notes, frames }: Lists): Map<string, Area> {
  return new Map<string, Area>([
    ...[...cards, ...notes].map(({ id, position }) => [id, position] as const),
    ...frames.map(({ id, position, width, height }) => {
      const size = width === undefined || height === undefined ? {} : { width, height };
      return [id, { ...position, ...size }] as const;
    }),
  ]);
}

export type Area = Place & Partial<NodeSize>;

/** The document with cards, notes and frames where they are on the canvas. */
export function movePlaced(graph: Graph, places: ReadonlyMap<string, Area>): Graph {
  const ofNotes = new Map<string, Area>();
  const ofFrames = new Map<string, Area>();
  for (const [id, place] of places) {
    const [note, frame] = [noteIdOf(id), frameIdOf(id)];
    if (note !== null) ofNotes.set(note, place);
    if (frame !== null) ofFrames.set(frame, place);
  }
  return placeFrames(moveNotes(moveNodes(graph, places), ofNotes), ofFrames);
}

function idOf(change: Change): string {
  return 'id' in change ? change.id : '';
}
