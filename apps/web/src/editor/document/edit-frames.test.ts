import { GRAPH_FORMAT, parseGraph, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { addFrame, changeFrame, NEW_FRAME, placeFrames, removeFrames } from './edit-frames';

const empty: Graph = { format: GRAPH_FORMAT, nodes: [], edges: [] };
const { graph, id } = addFrame(empty, { x: 1.4, y: 2.6, width: 300.2, height: 200 });

describe('frames', () => {
  it('are part of the document, each with an id of its own', () => {
    const two = addFrame(graph, { x: 0, y: 0, width: 300, height: 200 });
    expect(graph.frames).toEqual([
      {
        id,
        title: NEW_FRAME,
        colour: 'grey',
        position: { x: 1, y: 3 },
        size: { width: 300, height: 200 },
      },
    ]);
    expect(two.id).not.toBe(id);
    expect(parseGraph(JSON.stringify(two.graph)).graph).toEqual(two.graph);
  });

  it('are named, coloured, moved and resized, and leave the document alone when nothing changes', () => {
    const named = changeFrame(graph, id, { title: ' Data ', colour: 'blue' });
    expect(named.frames?.[0]).toMatchObject({ title: 'Data', colour: 'blue' });
    expect(changeFrame(named, id, { title: '  ' })).toBe(named);
    expect(changeFrame(named, 'other', { title: 'x' })).toBe(named);
    const moved = placeFrames(graph, new Map([[id, { x: 5, y: 6 }]]));
    expect(moved.frames?.[0]).toMatchObject({ position: { x: 5, y: 6 }, size: { width: 300 } });
    const wide = placeFrames(graph, new Map([[id, { x: 1, y: 3, width: 400, height: 200 }]]));
    expect(wide.frames?.[0]?.size).toEqual({ width: 400, height: 200 });
    expect(placeFrames(graph, new Map([[id, { x: 1, y: 3 }]]))).toBe(graph);
  });

  it('are removed by themselves', () => {
    expect(removeFrames(graph, [id]).frames).toEqual([]);
    expect(removeFrames(graph, ['other'])).toBe(graph);
  });
});
