import type { Selection } from '@graft/graph';

/** Rows of features that were computed on the way to something else. */
export interface KnownRows {
  /** sha256 of each row's example. */
  readonly examples: readonly string[];
  /** By layer, one row after the other. */
  readonly values: ReadonlyMap<string, Float32Array>;
}

export const NO_ROWS: KnownRows = { examples: [], values: new Map() };

/** The rows of the examples at these places, in their order; null unless all of them are known. */
export function takeRows(
  { examples, values }: KnownRows,
  selection: Selection,
  places: readonly number[],
): Map<string, Float32Array> | null {
  const rows = places.map((place) => examples.indexOf(selection.examples[place]?.sha256 ?? ''));
  if (rows.includes(-1)) return null;
  return new Map(
    [...values].map(([layer, all]) => {
      const size = all.length / examples.length;
      const taken = new Float32Array(rows.length * size);
      rows.forEach((row, at) => {
        taken.set(all.subarray(row * size, (row + 1) * size), at * size);
      });
      return [layer, taken];
    }),
  );
}
