import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import type { Place } from '../document/edit-graph';
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

/** Where cards and notes are now, by the ids that the document knows. */
export function listPlaces({ cards, notes }: Lists): Record<keyof Lists, Map<string, Place>> {
  return {
    cards: new Map(cards.map(({ id, position }) => [id, position])),
    notes: new Map(notes.map(({ id, position }) => [noteIdOf(id) ?? '', position])),
  };
}
