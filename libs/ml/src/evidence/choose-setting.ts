import { wilsonInterval } from '../metrics/wilson-interval';
import { studentQuantile } from './student-t';

/** One training of a setting, measured on the validation part. */
export interface SettingMeasure {
  /** Which setting; equal numbers are repeats of one. */
  readonly setting: number;
  readonly repeat: number;
  /** 0 to 1. */
  readonly accuracy: number;
  readonly loss: number;
}

export interface SettingResult {
  readonly setting: number;
  readonly runs: number;
  readonly accuracy: number;
  readonly loss: number;
  /** 95 %, over repeats by Student's t, else by Wilson over the examples; 0 to 1. */
  readonly interval: { readonly low: number; readonly high: number };
}

export interface SettingChoice {
  readonly results: readonly SettingResult[];
  /** Position in `results`: the highest mean accuracy, the lower mean loss on a tie. */
  readonly best: number;
  /** Standard error of the accuracy of one setting, as far as it differs from the others by luck. */
  readonly noise: number;
  readonly noiseFrom: 'repeats' | 'examples';
  /**
   * By how much the accuracy of the best one would exceed its own on average if all settings were equally
   * good: the part of it that may be luck, at most. 0 to 1.
   */
  readonly optimism: number;
}

/**
 * Chooses between settings, and says how much of the winner's lead may be luck: choosing by the same
 * measurements that are shown is biased upwards (Cawley and Talbot, "On over-fitting in model selection
 * and subsequent selection bias in performance evaluation", JMLR 11, 2010). With repeats that all
 * settings share (blocks), the noise is the residual of setting and repeat; without, the binomial error
 * of the validation examples. The bias is that noise times the expected maximum of as many standard
 * normal values.
 *
 * @param examples how many the validation part has
 */
export function chooseSetting(
  measures: readonly SettingMeasure[],
  examples: number,
): SettingChoice {
  const groups = groupBy(measures, ({ setting }) => setting);
  const results = [...groups].map(([setting, runs]) => summarise(setting, runs, examples));
  let best = 0;
  results.forEach((result, at) => {
    const leader = results[best];
    if (leader === undefined) return;
    const ahead = result.accuracy - leader.accuracy;
    if (ahead > 0 || (ahead === 0 && result.loss < leader.loss)) best = at;
  });
  const repeats = Math.min(...results.map(({ runs }) => runs));
  const noiseFrom = repeats > 1 && results.length > 1 ? 'repeats' : 'examples';
  const noise =
    noiseFrom === 'repeats'
      ? residualError(measures, results)
      : binomialError(results[best]?.accuracy ?? 0, examples);
  return { results, best, noise, noiseFrom, optimism: noise * expectedMaximum(results.length) };
}

/**
 * Mean of the largest of `count` independent standard normal values, to 1e-6 (Harter, "Expected values
 * of normal order statistics", Biometrika 48, 1961, has the table).
 */
export function expectedMaximum(count: number): number {
  if (count < 2) return 0;
  const [reach, step] = [9, 0.005];
  let [share, sum] = [0, 0];
  let before = { density: density(-reach), largest: 0 };
  for (let at = 1; at <= Math.round((2 * reach) / step); at++) {
    const value = -reach + at * step;
    const here = density(value);
    share += ((before.density + here) / 2) * step;
    const largest = Math.min(1, share) ** count;
    sum += (value - step / 2) * (largest - before.largest);
    before = { density: here, largest };
  }
  return sum;
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function density(value: number): number {
  return Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI);
}

function summarise(
  setting: number,
  runs: readonly SettingMeasure[],
  examples: number,
): SettingResult {
  const accuracy = mean(runs.map((run) => run.accuracy));
  const loss = mean(runs.map((run) => run.loss));
  return {
    ...{ setting, runs: runs.length, accuracy, loss },
    interval:
      runs.length > 1
        ? studentInterval(runs, accuracy)
        : wilsonInterval(accuracy * examples, examples),
  };
}

function studentInterval(
  runs: readonly SettingMeasure[],
  centre: number,
): SettingResult['interval'] {
  const freedom = runs.length - 1;
  const squares = runs.reduce((sum, { accuracy }) => sum + (accuracy - centre) ** 2, 0);
  const half = studentQuantile(0.975, freedom) * Math.sqrt(squares / freedom / runs.length);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Of the mean of a setting: what is left when the mean of each setting and of each repeat is taken off. */
function residualError(
  measures: readonly SettingMeasure[],
  results: readonly SettingResult[],
): number {
  const own = new Map(results.map(({ setting, accuracy }) => [setting, accuracy]));
  const repeats = groupBy(measures, ({ repeat }) => repeat);
  const all = mean(measures.map(({ accuracy }) => accuracy));
  const shared = new Map(
    [...repeats].map(([repeat, runs]) => [repeat, mean(runs.map(({ accuracy }) => accuracy))]),
  );
  const squares = measures.reduce((sum, { setting, repeat, accuracy }) => {
    const expected = (own.get(setting) ?? all) + (shared.get(repeat) ?? all) - all;
    return sum + (accuracy - expected) ** 2;
  }, 0);
  const freedom = (results.length - 1) * (repeats.size - 1);
  return Math.sqrt(squares / freedom / repeats.size);
}

function binomialError(share: number, examples: number): number {
  // One success and one failure more, so that all right is not taken for certain (Agresti and Coull, 1998).
  const guarded = (share * examples + 1) / (examples + 2);
  return Math.sqrt((guarded * (1 - guarded)) / Math.max(1, examples));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
