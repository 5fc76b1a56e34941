/** Feature vectors of examples, one after the other. */
export interface FeatureRows {
  readonly values: Float32Array;
  /** Values an example. */
  readonly size: number;
}

/** Rows scaled to length 1, so that the product of two is their cosine. Rows of zeros stay zeros. */
export function normaliseRows({ values, size }: FeatureRows): Float32Array {
  const scaled = values.slice();
  for (let start = 0; start < scaled.length; start += size) {
    const row = scaled.subarray(start, start + size);
    const length = Math.hypot(...row);
    if (length > 0) for (let at = 0; at < size; at++) row[at] = (row[at] ?? 0) / length;
  }
  return scaled;
}

/** A reference, and how like it something is. */
export interface Neighbour {
  /** Row of the references. */
  readonly row: number;
  /** -1 to 1. */
  readonly cosine: number;
}

/**
 * For each row, the references of largest cosine, nearest first; ties go to the earlier one.
 * `references` have length 1.
 */
export function findNeighbours(
  rows: FeatureRows,
  references: Float32Array,
  count: number,
): Neighbour[][] {
  const { size } = rows;
  const normal = normaliseRows(rows);
  return Array.from({ length: normal.length / size }, (_, row) => {
    const nearest: Neighbour[] = [];
    for (let start = 0; start < references.length; start += size) {
      let cosine = 0;
      for (let at = 0; at < size; at++) {
        cosine += (normal[row * size + at] ?? 0) * (references[start + at] ?? 0);
      }
      if (nearest.length === count && cosine <= (nearest[count - 1]?.cosine ?? -Infinity)) continue;
      const place = nearest.findIndex((each) => each.cosine < cosine);
      nearest.splice(place === -1 ? nearest.length : place, 0, { row: start / size, cosine });
      if (nearest.length > count) nearest.pop();
    }
    return nearest;
  });
}

/**
 * For each row, 1 - cosine to the nearest reference: 0 for one that points the same way, at most 2.
 * `references` have length 1.
 */
export function nearestDistances(rows: FeatureRows, references: Float32Array): number[] {
  return findNeighbours(rows, references, 1).map(([nearest]) => 1 - (nearest?.cosine ?? -1));
}

/**
 * Quantile with linear interpolation between the order statistics, as NumPy's default.
 *
 * @param share 0 to 1
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}
