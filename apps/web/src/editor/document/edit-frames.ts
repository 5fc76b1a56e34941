import { freeId, MAX_FRAME_TITLE, type Graph, type GraphFrame } from '@graft/graph';
import * as words from '#words/editor';
import type { Place } from './edit-graph';
import type { NodeSize } from './layout-graph';

/** What a new frame is called until a person names it. */
export const NEW_FRAME = words.newFrame;

/** Puts a frame behind what lies there. */
export function addFrame(graph: Graph, area: Place & NodeSize): { graph: Graph; id: string } {
  const frames = graph.frames ?? [];
  const id = freeId(new Set(frames.map((frame) => frame.id)), 'frame');
  const frame: GraphFrame = { id, title: NEW_FRAME, colour: 'grey', ...roundArea(area) };
  return { graph: { ...graph, frames: [...frames, frame] }, id };
}

/** Changes title or colour; an empty title leaves the one that is there. */
export function changeFrame(
  graph: Graph,
  id: string,
  change: Partial<Pick<GraphFrame, 'title' | 'colour'>>,
): Graph {
  const title = change.title?.trim().slice(0, MAX_FRAME_TITLE);
  return changeFrames(graph, (frame) => {
    if (frame.id !== id) return frame;
    const changed = { ...frame, ...change, title: title ? title : frame.title };
    const same = changed.title === frame.title && changed.colour === frame.colour;
    return same ? frame : changed;
  });
}

/** Moves and resizes frames; those without a new area stay as they are. */
export function placeFrames(
  graph: Graph,
  areas: ReadonlyMap<string, Place & Partial<NodeSize>>,
): Graph {
  return changeFrames(graph, (frame) => {
    const area = areas.get(frame.id);
    if (area === undefined) return frame;
    const { position, size } = roundArea({ ...frame.size, ...area });
    const stays =
      position.x === frame.position.x &&
      position.y === frame.position.y &&
      size.width === frame.size.width &&
      size.height === frame.size.height;
    return stays ? frame : { ...frame, position, size };
  });
}

/** Removes frames; what lies on them stays. */
export function removeFrames(graph: Graph, ids: readonly string[]): Graph {
  const frames = graph.frames ?? [];
  const kept = frames.filter(({ id }) => !ids.includes(id));
  return kept.length === frames.length ? graph : { ...graph, frames: kept };
}

function roundArea({ x, y, width, height }: Place & NodeSize) {
  return {
    position: { x: Math.round(x), y: Math.round(y) },
    size: { width: Math.round(width), height: Math.round(height) },
  };
}

function changeFrames(graph: Graph, change: (frame: GraphFrame) => GraphFrame): Graph {
  const frames = graph.frames ?? [];
  const changed = frames.map(change);
  return changed.every((frame, at) => frame === frames[at]) ? graph : { ...graph, frames: changed };
}
