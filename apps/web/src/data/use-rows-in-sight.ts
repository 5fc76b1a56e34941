import { useElementSize } from '@mantine/hooks';
import { useState, type UIEvent } from 'react';

const GAP = 10;
/** What the cells of a list measure, in pixels. */
interface CellSize {
  readonly narrowest: number;
  readonly heightOf: (width: number) => number;
}
/** Two lines and one of the name: data.css cuts longer ones off. */
const OF_WORDS: CellSize = { narrowest: 240, heightOf: () => 68 };

/** By what an example is: a picture has below its square the name, and the frame of a chosen one. */
export const CELL_SIZES = {
  image: { narrowest: 96, heightOf: (width: number) => width + 36 },
  text: OF_WORDS,
  vector: OF_WORDS,
} as const satisfies Record<string, CellSize>;
/** Rows beyond the edges, which are there before they are seen. */
const BEYOND = 2;
/** Before the list was measured. */
const USUAL_WIDTH = 800;

/** Which of `total` cells, laid in rows of equal height in a list, a box around it that scrolls shows. */
export function useRowsInSight(total: number, { narrowest, heightOf }: CellSize) {
  const { ref: list, width: measured } = useElementSize<HTMLUListElement>();
  const [top, setTop] = useState(0);
  const width = measured === 0 ? USUAL_WIDTH : measured;
  const columns = Math.max(1, Math.floor((width + GAP) / (narrowest + GAP)));
  const height = heightOf(Math.round((width + GAP) / columns) - GAP);
  const rows = Math.ceil(total / columns);
  const first = Math.min(rows, Math.max(0, Math.floor(top / (height + GAP)) - BEYOND));
  // The box is as high as what it holds, at most as the window.
  const last = Math.min(rows, Math.ceil((top + window.innerHeight) / (height + GAP)) + BEYOND);
  return {
    list,
    onScroll: (event: UIEvent<HTMLElement>) => setTop(event.currentTarget.scrollTop),
    from: first * columns,
    to: Math.min(total, last * columns),
    style: {
      gridTemplateColumns: `repeat(${String(columns)}, minmax(0, 1fr))`,
      gridAutoRows: height,
      paddingTop: first * (height + GAP),
      paddingBottom: Math.max(0, rows - last) * (height + GAP),
    },
  };
}
