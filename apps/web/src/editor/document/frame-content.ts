import type { Place } from './edit-graph';
import type { Box } from './arrange-nodes';
import type { NodeSize } from './layout-graph';

/** Room between the border of a frame and what it was drawn around; above, for its title. */
export const FRAME_PADDING = { side: 24, top: 60 } as const;
export const LEAST_FRAME: NodeSize = { width: 160, height: 96 };

/** Ids of what lies on a frame: cards and notes by their middle, smaller frames likewise. */
export function listContent(frame: Box, boxes: readonly Box[]): string[] {
  return boxes.filter((box) => liesOn(box, frame)).map(({ id }) => id);
}

/** The smallest frame that a box lies on. */
export function findInnermost(box: Box, frames: readonly Box[]): Box | null {
  const holding = frames.filter((frame) => liesOn(box, frame));
  return holding.reduce<Box | null>(
    (least, frame) => (least === null || areaOf(frame) < areaOf(least) ? frame : least),
    null,
  );
}

/** The area of a frame around boxes; null for none. */
export function frameAround(boxes: readonly Box[]): (Place & NodeSize) | null {
  if (boxes.length === 0) return null;
  const { side, top } = FRAME_PADDING;
  const x = Math.min(...boxes.map((box) => box.x)) - side;
  const y = Math.min(...boxes.map((box) => box.y)) - top;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + side;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + side;
  return { x, y, width: right - x, height: bottom - y };
}

function liesOn(box: Box, frame: Box): boolean {
  if (box.id === frame.id || areaOf(box) >= areaOf(frame)) return false;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const across = x >= frame.x && x <= frame.x + frame.width;
  return across && y >= frame.y && y <= frame.y + frame.height;
}

function areaOf({ width, height }: NodeSize): number {
  return width * height;
}
