export interface RankedLabel {
  readonly label: string;
  /** 0 to 1. */
  readonly probability: number;
}

/** The `count` most likely labels, most likely first; ties go to the earlier class. */
export function rankLabels(
  probabilities: ArrayLike<number>,
  labels: readonly string[],
  count: number,
): RankedLabel[] {
  return labels
    .map((label, index) => ({ label, probability: probabilities[index] ?? 0 }))
    .sort((left, right) => right.probability - left.probability)
    .slice(0, count);
}
