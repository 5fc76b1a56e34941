/** Predictions whose confidence lies in one interval (low, high]. */
export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Mean confidence and share of hits; 0 in an empty bin. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface Calibration {
  /** Expected calibration error: mean distance of confidence and accuracy, by bin. */
  readonly error: number;
  readonly bins: readonly CalibrationBin[];
}

/**
 * How far confidence can be trusted (Guo et al. 2017, "On Calibration of Modern Neural Networks").
 *
 * @param confidences probability of the predicted class, 0 to 1
 * @param hits 1 where the prediction was right, 0 elsewhere
 */
export function measureCalibration(
  confidences: ArrayLike<number>,
  hits: ArrayLike<number>,
  binCount = 15,
): Calibration {
  const sums = Array.from({ length: binCount }, () => ({ count: 0, confidence: 0, hits: 0 }));
  for (let index = 0; index < confidences.length; index++) {
    const confidence = confidences[index] ?? 0;
    const bin = sums[Math.min(binCount - 1, Math.max(0, Math.ceil(confidence * binCount) - 1))];
    if (!bin) continue;
    bin.count += 1;
    bin.confidence += confidence;
    bin.hits += hits[index] ?? 0;
  }
  const error = sums.reduce((total, bin) => total + Math.abs(bin.hits - bin.confidence), 0);
  return {
    error: confidences.length === 0 ? 0 : error / confidences.length,
    bins: sums.map(({ count, confidence, hits: right }, index) => ({
      low: index / binCount,
      high: (index + 1) / binCount,
      count,
      confidence: count === 0 ? 0 : confidence / count,
      accuracy: count === 0 ? 0 : right / count,
    })),
  };
}
