/** As in `LearningRatePoint`; only this much of it decides. */
export interface SmoothedLoss {
  readonly learningRate: number;
  readonly smoothed: number;
}

/**
 * The learning rate in the middle of the longest fall of the loss: the longest sequence of ever
 * lower losses, not necessarily side by side, half of the way along it ("valley" of fastai). Null
 * when the loss never falls.
 */
export function suggestLearningRate(points: readonly SmoothedLoss[]): number | null {
  const lengths = points.map(() => 1);
  const previous = points.map(() => -1);
  let end = 0;
  for (const [index, point] of points.entries()) {
    for (let before = 0; before < index; before++) {
      const falls = point.smoothed < (points[before]?.smoothed ?? -Infinity);
      const length = (lengths[before] ?? 0) + 1;
      if (!falls || length <= (lengths[index] ?? 0)) continue;
      lengths[index] = length;
      previous[index] = before;
    }
    if ((lengths[index] ?? 0) > (lengths[end] ?? 0)) end = index;
  }
  if ((lengths[end] ?? 0) < 2) return null;
  const fall: number[] = [];
  for (let at = end; at >= 0; at = previous[at] ?? -1) fall.unshift(at);
  return points[fall[Math.floor(fall.length / 2)] ?? end]?.learningRate ?? null;
}
