/** A point of a curve, with the threshold from which on an example counts as positive. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  /** Null at the start, where nothing is positive. */
  readonly threshold: number | null;
}

export interface BinaryCurves {
  /** x: false positive rate, y: true positive rate, from (0, 0) to (1, 1). */
  readonly roc: readonly CurvePoint[];
  /** Area under the ROC curve, by trapezoids. */
  readonly rocArea: number;
  /** x: recall, y: precision, from the highest threshold on; starts at (0, 1), where scikit-learn's ends. */
  readonly precisionRecall: readonly CurvePoint[];
  /** Sum of precision times gain of recall: scikit-learn's `average_precision_score`. */
  readonly averagePrecision: number;
}

/**
 * ROC and precision-recall curves of a two-class problem, one point for each different score. Null
 * unless both classes occur.
 *
 * @param scores of the positive class
 * @param positive 1 for examples of that class, 0 for others
 */
export function measureBinary(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): BinaryCurves | null {
  const order = Array.from({ length: scores.length }, (_, index) => index).sort(
    (left, right) => (scores[right] ?? 0) - (scores[left] ?? 0),
  );
  const positives = order.filter((index) => positive[index] === 1).length;
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const roc: CurvePoint[] = [{ x: 0, y: 0, threshold: null }];
  const precisionRecall: CurvePoint[] = [];
  let [hits, misses, area, average] = [0, 0, 0, 0];
  order.forEach((index, rank) => {
    if (positive[index] === 1) hits += 1;
    else misses += 1;
    const threshold = scores[index] ?? 0;
    if (rank + 1 < order.length && scores[order[rank + 1] ?? 0] === threshold) return;
    const before = roc.at(-1) ?? { x: 0, y: 0 };
    const [recall, fallout] = [hits / positives, misses / negatives];
    area += ((fallout - before.x) * (recall + before.y)) / 2;
    average += (recall - before.y) * (hits / (rank + 1));
    roc.push({ x: fallout, y: recall, threshold });
    precisionRecall.push({ x: recall, y: hits / (rank + 1), threshold });
  });
  return {
    roc,
    rocArea: area,
    precisionRecall: [{ x: 0, y: 1, threshold: null }, ...precisionRecall],
    averagePrecision: average,
  };
}
