import { logGamma, studentQuantile } from './student-t';

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * 95 % interval of the mean difference between two ways of learning, from one difference a trial,
 * where each trial divided the same examples anew. Trials share examples, so the plain t interval
 * would be too narrow: the variance is corrected by the ratio of tested to trained examples (Nadeau
 * and Bengio, "Inference for the generalization error", Machine Learning 52, 2003).
 *
 * @param testShare tested / trained examples of a trial: 1 / (k - 1) for k folds
 * @returns the mean with infinite borders for fewer than two trials
 */
export function pairedInterval(differences: readonly number[], testShare: number): Interval {
  const trials = differences.length;
  const mean = differences.reduce((sum, each) => sum + each, 0) / trials;
  if (trials < 2) return { mean, low: -Infinity, high: Infinity };
  const spread = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (trials - 1);
  const half = studentQuantile(0.975, trials - 1) * Math.sqrt((1 / trials + testShare) * spread);
  return { mean, low: mean - half, high: mean + half };
}

/** How often two answers to the same examples differ in being right. */
export interface Discordance {
  readonly examples: number;
  /** Only the first is right. */
  readonly gained: number;
  /** Only the second is right. */
  readonly lost: number;
}

/**
 * 95 % interval of the difference of two shares measured on the same examples, for one trial: Wald's
 * with half a case added to each of the four cells (Agresti and Min, "Simple improved confidence
 * intervals for comparing matched proportions", Statistics in Medicine 24, 2005).
 */
export function pairedShareInterval({ examples, gained, lost }: Discordance): Interval {
  const total = examples + 2;
  const [up, down] = [gained + 0.5, lost + 0.5];
  const centre = (up - down) / total;
  const half = (1.959963984540054 * Math.sqrt(up + down - (up - down) ** 2 / total)) / total;
  return { mean: (gained - lost) / examples, low: centre - half, high: centre + half };
}

/**
 * Exact two-sided p of McNemar's test: how likely a split as uneven as this is among the discordant
 * examples when both are equally good. 1 when none is discordant.
 */
export function mcnemarExact({ gained, lost }: Pick<Discordance, 'gained' | 'lost'>): number {
  const trials = gained + lost;
  let tail = 0;
  for (let count = 0; count <= Math.min(gained, lost); count++) {
    const ways = logGamma(trials + 1) - logGamma(count + 1) - logGamma(trials - count + 1);
    tail += Math.exp(ways - trials * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
