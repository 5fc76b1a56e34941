import { z } from 'zod';

/** Points of a run's `embed` step (`graft.embedding/1`). */
export const embeddingSchema = z.object({
  format: z.literal('graft.embedding/1'),
  layer: z.string(),
  features: z.int(),
  shares: z.array(z.number()),
  classes: z.array(z.string()),
  points: z.array(
    z.object({
      sha256: z.string(),
      name: z.string(),
      label: z.int(),
      x: z.number(),
      y: z.number(),
    }),
  ),
});

export type Embedding = z.infer<typeof embeddingSchema>;
export type EmbeddedPoint = Embedding['points'][number];

/** A point on the drawing, in its units. */
export interface Spot {
  readonly left: number;
  readonly top: number;
}

export interface DrawingSize {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

/** Fits points into a drawing, with one scale for both directions: distances stay comparable. */
export function layOutPoints(
  points: readonly Pick<EmbeddedPoint, 'x' | 'y'>[],
  { width, height, margin }: DrawingSize,
): Spot[] {
  const across = rangeOf(points.map(({ x }) => x));
  const upward = rangeOf(points.map(({ y }) => y));
  const scale = Math.min(
    (width - 2 * margin) / (across.size || 1),
    (height - 2 * margin) / (upward.size || 1),
  );
  return points.map(({ x, y }) => ({
    left: width / 2 + (x - across.middle) * scale,
    top: height / 2 - (y - upward.middle) * scale,
  }));
}

/** The spot nearest to a place, at most `within` away; null when there is none. */
export function findNearestSpot(
  spots: readonly Spot[],
  place: Spot,
  within: number,
  isShown: (index: number) => boolean = () => true,
): number | null {
  let [nearest, least]: [number | null, number] = [null, within];
  spots.forEach(({ left, top }, index) => {
    const distance = Math.hypot(left - place.left, top - place.top);
    if (distance > least || !isShown(index)) return;
    [nearest, least] = [index, distance];
  });
  return nearest;
}

/** A colour for each class; neighbours in the list look different. */
export function classColour(label: number): string {
  return `hsl(${Math.round((label * 137.508) % 360)} 62% var(--embedding-lightness))`;
}

function rangeOf(values: readonly number[]): { middle: number; size: number } {
  if (values.length === 0) return { middle: 0, size: 0 };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return { middle: (least + most) / 2, size: most - least };
}
