import type { Place } from './edit-graph';
import type { NodeSize } from './layout-graph';

/** A rectangle of the canvas, by its upper left corner. */
export type Box = Place & NodeSize;

const GAP = 24;
const NEAR = 6;
const STEP = 48;
const STEPS = 30;
/** A flow goes from left to right: a place beside is as near as one above that is closer by a third. */
const SIDEWAYS = 0.65;

let shifts: Place[] | undefined;

/**
 * The nearest place to the wanted one at which a box covers no other, within what is visible if there is one, and
 * beside the wires there if it can be; the wanted one where everything is full.
 * @param wires places along the wires
 */
export function findFreePlace(
  wanted: Box,
  taken: readonly Box[],
  visible: Box,
  wires: readonly Place[] = [],
): Place {
  shifts ??= listShifts();
  const free = shifts
    .map(({ x, y }) => ({ ...wanted, x: wanted.x + x, y: wanted.y + y }))
    .filter((box) => !taken.some((other) => overlap(box, other)));
  const inSight = free.filter((box) => holds(visible, box));
  const seen = wires.filter((point) => covers(visible, point));
  const beside = inSight.find((box) => !seen.some((point) => covers(box, point)));
  const { x, y } = beside ?? inSight[0] ?? free[0] ?? wanted;
  return { x, y };
}

function listShifts(): Place[] {
  const steps = Array.from({ length: 2 * STEPS + 1 }, (_, at) => (STEPS - at) * STEP);
  const far = ({ x, y }: Place) => Math.hypot(x * SIDEWAYS, y);
  return steps
    .flatMap((y) => steps.map((x): Place => ({ x, y })))
    .sort((left, right) => far(left) - far(right));
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width + GAP &&
    other.x < one.x + one.width + GAP &&
    one.y < other.y + other.height + GAP &&
    other.y < one.y + one.height + GAP
  );
}

/** Whether a point lies in a box or so close to it that a line there seems to touch it. */
function covers(box: Box, { x, y }: Place): boolean {
  return (
    x > box.x - NEAR &&
    x < box.x + box.width + NEAR &&
    y > box.y - NEAR &&
    y < box.y + box.height + NEAR
  );
}

function holds(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
