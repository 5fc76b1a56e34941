import type { FeatureMatrix } from './decompose-features';

/**
 * Share of examples whose class is that of most of their k nearest others by cosine: leave-one-out
 * accuracy. Ties between classes go to the lower class.
 */
export function nearestNeighbours(
  { values, size }: FeatureMatrix,
  labels: ArrayLike<number>,
  classes: number,
  k: number,
): number {
  const examples = labels.length;
  const lengths = Float64Array.from({ length: examples }, (_, row) => {
    let length = 0;
    for (let at = 0; at < size; at++) length += (values[row * size + at] ?? 0) ** 2;
    return Math.sqrt(length) || 1;
  });
  let hits = 0;
  for (let row = 0; row < examples; row++) {
    const near: { cosine: number; label: number }[] = [];
    for (let other = 0; other < examples; other++) {
      if (other === row) continue;
      let product = 0;
      for (let at = 0; at < size; at++) {
        product += (values[row * size + at] ?? 0) * (values[other * size + at] ?? 0);
      }
      const cosine = product / ((lengths[row] ?? 1) * (lengths[other] ?? 1));
      near.push({ cosine, label: labels[other] ?? 0 });
    }
    near.sort((left, right) => right.cosine - left.cosine);
    const votes = new Float64Array(classes);
    for (const { label } of near.slice(0, k)) votes[label] = (votes[label] ?? 0) + 1;
    if (votes.indexOf(Math.max(...votes)) === labels[row]) hits += 1;
  }
  return hits / examples;
}
