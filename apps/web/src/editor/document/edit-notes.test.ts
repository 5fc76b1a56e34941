import { GRAPH_FORMAT, parseGraph, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { addNote, moveNotes, NEW_NOTE, removeNotes, writeNote } from './edit-notes';

const empty: Graph = { format: GRAPH_FORMAT, nodes: [], edges: [] };
const place = { x: 10.4, y: 20.6 };
const { graph, id } = addNote(empty, place);

describe('notes', () => {
  it('are part of the document, each with an id of its own', () => {
    const two = addNote(graph, place);
    expect(two.graph.notes).toEqual([
      { id, text: NEW_NOTE, position: { x: 10, y: 21 } },
      { id: two.id, text: NEW_NOTE, position: { x: 10, y: 21 } },
    ]);
    expect(two.id).not.toBe(id);
    expect(parseGraph(JSON.stringify(two.graph)).graph).toEqual(two.graph);
  });

  it('are written and moved, and leave the document alone when nothing changes', () => {
    const written = writeNote(graph, id, '**Why** frozen');
    expect(written.notes?.[0]?.text).toBe('**Why** frozen');
    expect(writeNote(written, id, '**Why** frozen')).toBe(written);
    expect(moveNotes(graph, new Map([[id, { x: 5, y: 6 }]])).notes?.[0]?.position).toEqual({
      x: 5,
      y: 6,
    });
    expect(moveNotes(graph, new Map([[id, place]]))).toBe(graph);
  });

  it('are gone when they are removed or say nothing', () => {
    expect(writeNote(graph, id, '  ').notes).toEqual([]);
    expect(removeNotes(graph, [id]).notes).toEqual([]);
    expect(removeNotes(graph, ['other'])).toBe(graph);
  });
});
