/**
 * Weighted Kendall's tau (Vigna 2015) of two scorings of the same things: 1 where they rank alike, -1
 * where one is the other turned round, 0 where they have nothing in common. A swap between the best
 * counts more than one between the worst: a pair weighs 1/(r+1) + 1/(s+1) for its ranks r and s from
 * 0 on. As `scipy.stats.weightedtau`, the mean over ranking by either scoring.
 */
export function weightedTau(left: readonly number[], right: readonly number[]): number {
  return (tauRankedBy(left, right) + tauRankedBy(right, left)) / 2;
}

/** Ranks by `first`, best first; `second` decides between equals. */
function tauRankedBy(first: readonly number[], second: readonly number[]): number {
  const order = first
    .map((value, index) => ({ value, other: second[index] ?? 0 }))
    .sort((a, b) => b.value - a.value || b.other - a.other);
  let [together, ownPairs, otherPairs] = [0, 0, 0];
  order.forEach((better, rank) => {
    order.slice(rank + 1).forEach((worse, behind) => {
      const weight = 1 / (rank + 1) + 1 / (rank + behind + 2);
      const own = Math.sign(better.value - worse.value);
      const other = Math.sign(better.other - worse.other);
      together += weight * own * other;
      ownPairs += weight * Math.abs(own);
      otherPairs += weight * Math.abs(other);
    });
  });
  return together / Math.sqrt(ownPairs * otherPairs);
}
