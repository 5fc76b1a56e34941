import type { Viewport } from '@xyflow/react';
import type { Place } from '../document/edit-graph';
import type { Box } from '../document/free-place';
import type { NodeSize } from '../document/layout-graph';

const MARGIN = 24;

/**
 * How far a view has to move so that a box of the canvas can be seen as a whole, in pixels of the screen: no further than
 * that, and by nothing where it is seen already. Of a box that is too large the upper left is seen.
 */
export function shiftIntoSight(box: Box, { x, y, zoom }: Viewport, room: NodeSize): Place {
  return {
    x: shift({ start: x + box.x * zoom, length: box.width * zoom }, room.width),
    y: shift({ start: y + box.y * zoom, length: box.height * zoom }, room.height),
  };
}

function shift({ start, length }: { start: number; length: number }, room: number): number {
  const forth = MARGIN - start;
  if (forth > 0 || length > room - 2 * MARGIN) return forth;
  return Math.min(0, room - MARGIN - start - length);
}
