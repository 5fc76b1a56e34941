import { freeId, type Graph, type GraphNote } from '@graft/graph';
import * as words from '#words/editor';
import type { Place } from './edit-graph';

/** What a new note says until a person writes into it. */
export const NEW_NOTE = words.newNote;

/** Puts a note on the canvas. */
export function addNote(graph: Graph, { x, y }: Place): { graph: Graph; id: string } {
  const notes = graph.notes ?? [];
  const id = freeId(new Set(notes.map((note) => note.id)), 'note');
  const note: GraphNote = { id, text: NEW_NOTE, position: { x: Math.round(x), y: Math.round(y) } };
  return { graph: { ...graph, notes: [...notes, note] }, id };
}

/** Writes into a note; one without any text is removed. */
export function writeNote(graph: Graph, id: string, text: string): Graph {
  if (text.trim() === '') return removeNotes(graph, [id]);
  return changeNotes(graph, (note) =>
    note.id === id && note.text !== text ? { ...note, text } : note,
  );
}

/** Moves notes; those without a new place stay where they are. */
export function moveNotes(graph: Graph, places: ReadonlyMap<string, Place>): Graph {
  return changeNotes(graph, (note) => {
    const place = places.get(note.id);
    if (place === undefined) return note;
    const position = { x: Math.round(place.x), y: Math.round(place.y) };
    const stays = position.x === note.position.x && position.y === note.position.y;
    return stays ? note : { ...note, position };
  });
}

export function removeNotes(graph: Graph, ids: readonly string[]): Graph {
  const kept = (graph.notes ?? []).filter(({ id }) => !ids.includes(id));
  if (kept.length === (graph.notes ?? []).length) return graph;
  return { ...graph, notes: kept };
}

function changeNotes(graph: Graph, change: (note: GraphNote) => GraphNote): Graph {
  const notes = graph.notes ?? [];
  const changed = notes.map(change);
  return changed.every((note, at) => note === notes[at]) ? graph : { ...graph, notes: changed };
}
