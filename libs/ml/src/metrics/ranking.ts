/** Scores of examples, one row each: probabilities or logits, row-major. */
export interface ScoreTable {
  readonly scores: ArrayLike<number>;
  readonly classes: number;
}

/** Class with the largest score in each row; the lower class number on a tie. */
export function predictClasses({ scores, classes }: ScoreTable): Int32Array {
  return Int32Array.from({ length: scores.length / classes }, (_, row) => {
    let best = 0;
    for (let candidate = 1; candidate < classes; candidate++) {
      if (at(scores, row * classes + candidate) > at(scores, row * classes + best))
        best = candidate;
    }
    return best;
  });
}

/**
 * Share of rows whose true class is among the `k` largest scores. On a tie the lower class number
 * ranks higher, so that top-1 is the accuracy of `predictClasses`. NaN without rows.
 */
export function topKAccuracy(
  { scores, classes }: ScoreTable,
  labels: ArrayLike<number>,
  k: number,
): number {
  let hits = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = at(labels, row);
    const own = at(scores, row * classes + label);
    let above = 0;
    for (let other = 0; other < classes; other++) {
      const score = at(scores, row * classes + other);
      if (score > own || (score === own && other < label)) above += 1;
    }
    if (above < k) hits += 1;
  }
  return hits / labels.length;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? NaN;
}
