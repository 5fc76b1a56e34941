import type { NodeChange } from '@xyflow/react';
import type { Box } from '../document/arrange-nodes';
import { listContent } from '../document/frame-content';
import { frameIdOf, type CanvasNode } from './annotation-view';
import { listResized } from './canvas-changes';
import { listBoxes } from './read-drawing';

type Change = NodeChange<CanvasNode>;

/** What lay on each frame when its drag began: it is taken along, and nothing else on the way. */
export type Carried = ReadonlyMap<string, readonly string[]>;

export const NOTHING_CARRIED: Carried = new Map();

/**
 * Adds to the movement of frames that of what lies on them. What is moved anyway (it was selected too)
 * is not moved twice.
 * @param boxes everything on the canvas before the changes, frames included
 */
export function carryContent(
  changes: readonly Change[],
  boxes: ReadonlyMap<string, Box>,
  carried: Carried,
): { changes: readonly Change[]; carried: Carried } {
  const resized = listResized(changes);
  const moved = new Set(changes.flatMap((each) => (each.type === 'position' ? [each.id] : [])));
  const more: Change[] = [];
  const next = new Map(carried);
  for (const change of changes) {
    if (change.type !== 'position' || resized.has(change.id)) continue;
    const frame = frameIdOf(change.id) === null ? undefined : boxes.get(change.id);
    if (frame === undefined || change.position === undefined) continue;
    const content = carried.get(change.id) ?? listContent(frame, [...boxes.values()]);
    if (change.dragging) next.set(change.id, content);
    else next.delete(change.id);
    const by = { x: change.position.x - frame.x, y: change.position.y - frame.y };
    for (const id of content) {
      const box = boxes.get(id);
      if (box === undefined || moved.has(id)) continue;
      moved.add(id);
      const position = { x: box.x + by.x, y: box.y + by.y };
      more.push({ id, type: 'position', position, dragging: change.dragging ?? false });
    }
  }
  return more.length === 0 && next.size === carried.size
    ? { changes, carried }
    : { changes: [...changes, ...more], carried: next };
}

/** The same for what is on the canvas now; movements of cards alone cost nothing. */
export function takeContent(
  state: Parameters<typeof listBoxes>[0] & { carried: Carried },
  changes: NodeChange<CanvasNode>[],
): { changes: readonly Change[]; carried: Carried } {
  const moves = changes.some((each) => each.type === 'position' && frameIdOf(each.id) !== null);
  if (!moves) return { changes, carried: state.carried };
  return carryContent(changes, listBoxes(state), state.carried);
}
