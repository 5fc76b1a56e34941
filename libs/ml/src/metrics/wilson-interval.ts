/** 97.5 % quantile of the standard normal distribution. */
const Z_95 = 1.959963984540054;

/**
 * 95 % confidence interval of a share, by the score method (E. B. Wilson 1927): unlike the textbook
 * one it stays within 0 and 1 and holds for few trials. [0, 1] without trials.
 */
export function wilsonInterval(
  hits: number,
  trials: number,
  z = Z_95,
): { low: number; high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const share = hits / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / shrink;
  const spread = Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const half = (z * spread) / shrink;
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
