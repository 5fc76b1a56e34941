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

/**
 * For each row, 1 - cosine to the nearest reference: 0 for one that points the same way, at most 2.
 * `references` have length 1.
 */
export function nearestDistances(rows: FeatureRows, references: Float32Array): number[] {
  const { size } = rows;
  const normal = normaliseRows(rows);
  return Array.from({ length: normal.length / size }, (_, row) => {
    let best = -Infinity;
    for (let start = 0; start < references.length; start += size) {
      let product = 0;
      for (let at = 0; at < size; at++) {
        product += (normal[row * size + at] ?? 0) * (references[start + at] ?? 0);
      }
      best = Math.max(best, product);
    }
    return 1 - best;
  });
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
