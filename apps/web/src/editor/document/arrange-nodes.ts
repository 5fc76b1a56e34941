import type { NodeSize } from './layout-graph';
import type { Place } from './edit-graph';

export const ARRANGEMENTS = [
  'left',
  'centre',
  'right',
  'top',
  'middle',
  'bottom',
  'columns',
  'rows',
] as const;
/** Edges or centres in line, or equal gaps: `columns` from left to right, `rows` downwards. */
export type Arrangement = (typeof ARRANGEMENTS)[number];

export interface Box extends Place, NodeSize {
  readonly id: string;
}

/** New places for boxes; one box, or two for equal gaps, stay where they are. */
export function arrangeNodes(boxes: readonly Box[], how: Arrangement): Map<string, Place> {
  if (how === 'columns') return spread(boxes, 'x', 'width');
  if (how === 'rows') return spread(boxes, 'y', 'height');
  const left = Math.min(...boxes.map(({ x }) => x));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const place = ({ x, y, width, height }: Box): Place => {
    switch (how) {
      case 'left':
        return { x: left, y };
      case 'centre':
        return { x: (left + right - width) / 2, y };
      case 'right':
        return { x: right - width, y };
      case 'top':
        return { x, y: top };
      case 'middle':
        return { x, y: (top + bottom - height) / 2 };
      case 'bottom':
        return { x, y: bottom - height };
    }
  };
  return new Map(boxes.map((box) => [box.id, place(box)]));
}

/** The outermost boxes stay; those between get equal gaps, which overlap when there is no room. */
function spread(
  boxes: readonly Box[],
  axis: 'x' | 'y',
  extent: 'width' | 'height',
): Map<string, Place> {
  const ordered = [...boxes].sort((a, b) => a[axis] - b[axis]);
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || ordered.length < 3) return new Map();
  const filled = ordered.reduce((sum, box) => sum + box[extent], 0);
  const gap = (last[axis] + last[extent] - first[axis] - filled) / (ordered.length - 1);
  let at = first[axis];
  return new Map(
    ordered.map((box): [string, Place] => {
      const place = { x: box.x, y: box.y, [axis]: at };
      at += box[extent] + gap;
      return [box.id, place];
    }),
  );
}
