import type { Graph } from '@graft/graph';
import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import { moveNodes, type Place } from '../document/edit-graph';
import { moveNotes } from '../document/edit-notes';
import type { EditorState } from './editor-state';
import { noteIdOf, type CanvasNode, type CardNode, type NoteNode } from './flow-view';

type Lists = Pick<EditorState, 'cards' | 'notes'>;

/** What happened on the canvas to cards and notes: each list takes what concerns it; the other one stays the same. */
export function applyChanges(
  { cards, notes }: Lists,
  changes: readonly NodeChange<CanvasNode>[],
): Lists {
  const isNote = (change: NodeChange<CanvasNode>) => 'id' in change && noteIdOf(change.id) !== null;
  const ofNotes = changes.filter(isNote) as NodeChange<NoteNode>[];
  const ofCards = changes.filter((each) => !isNote(each)) as NodeChange<CardNode>[];
  return {
    cards: ofCards.length === 0 ? cards : applyNodeChanges(ofCards, cards),
    notes: ofNotes.length === 0 ? notes : applyNodeChanges(ofNotes, notes),
  };
}

/** Where everything is now, by its id on the canvas. */
export function listPlaces({ cards, notes }: Lists): Map<string, Place> {
  return new Map([...cards, ...notes].map(({ id, position }) => [id, position]));
}

/** The document with cards and notes at the places that they have on the canvas. */
export function movePlaced(graph: Graph, places: ReadonlyMap<string, Place>): Graph {
  const ofNotes = new Map<string, Place>();
  for (const [id, place] of places) {
    const note = noteIdOf(id);
    if (note !== null) ofNotes.set(note, place);
  }
  return moveNotes(moveNodes(graph, places), ofNotes);
}
