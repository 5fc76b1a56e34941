import type { Tf } from '../tf';

/** Feature vectors of examples, one after the other. */
export interface FeatureRows {
  readonly values: Float32Array;
  /** Values an example. */
  readonly size: number;
}

/** Rows scaled to length 1, so that the product of two is their cosine. Rows of zeros stay zeros. */
export function normaliseRows(rows: FeatureRows): Float32Array {
  const { values, size } = rows;
  const lengths = measureLengths(rows);
  return values.map((value, at) => value / (lengths[Math.floor(at / size)] ?? 1));
}

/** Euclidean length of each row; 1 for a row of zeros, so that it can be divided by. */
function measureLengths({ values, size }: FeatureRows): number[] {
  return Array.from({ length: values.length / size }, (_, row) => {
    let squares = 0;
    for (let at = row * size; at < (row + 1) * size; at++) squares += (values[at] ?? 0) ** 2;
    return squares > 0 ? Math.sqrt(squares) : 1;
  });
}

/** Products of each row with each reference: all those of the first row, then of the second. */
export function multiplyRows(
  tf: Tf,
  { values, size }: FeatureRows,
  references: Float32Array,
): Float32Array {
  return tf.tidy(() => {
    const rows = tf.tensor2d(values, [values.length / size, size]);
    const others = tf.tensor2d(references, [references.length / size, size]);
    return tf.matMul(rows, others, false, true).dataSync<'float32'>().slice();
  });
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
 * @param products as `multiplyRows` gives them, with references of length 1
 */
export function findNeighbours(
  rows: FeatureRows,
  products: Float32Array,
  count: number,
): Neighbour[][] {
  const lengths = measureLengths(rows);
  const references = products.length / lengths.length;
  return lengths.map((length, row) => {
    const nearest: Neighbour[] = [];
    for (let at = 0; at < references; at++) {
      const cosine = (products[row * references + at] ?? 0) / length;
      if (nearest.length === count && cosine <= (nearest[count - 1]?.cosine ?? -Infinity)) continue;
      const place = nearest.findIndex((each) => each.cosine < cosine);
      nearest.splice(place === -1 ? nearest.length : place, 0, { row: at, cosine });
      if (nearest.length > count) nearest.pop();
    }
    return nearest;
  });
}

/**
 * For each row, 1 - cosine to the nearest reference: 0 for one that points the same way, at most 2.
 * @param products as `multiplyRows` gives them, with references of length 1
 */
export function nearestDistances(rows: FeatureRows, products: Float32Array): number[] {
  return findNeighbours(rows, products, 1).map(([nearest]) => 1 - (nearest?.cosine ?? -1));
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
