import {
  mcnemarExact,
  pairedInterval,
  pairedShareInterval,
  type Interval,
} from './paired-difference';

/** One training and its answers to examples that it had not seen. */
export interface JudgedTrial {
  /** Names the trial: two ways of learning are paired where it is the same. */
  readonly id: string;
  /** sha256 of the tested examples, and 1 for each right answer. */
  readonly examples: readonly string[];
  readonly hits: readonly number[];
  /** Validation accuracy by epoch, from before the first step on. Empty where it is not known. */
  readonly curve: readonly { epoch: number; accuracy: number; seconds: number }[];
}

export interface JudgedWay {
  readonly trials: readonly JudgedTrial[];
  /** Tested / trained examples of a trial; null for a single split. */
  readonly testShare: number | null;
}

/** Whether the interval of a difference lies above zero, below it, or holds it. */
export type Outcome = 'helps' | 'hurts' | 'no-difference-shown';

/** One side of a verdict: means of both ways and the interval of their difference. */
export interface Finding {
  readonly outcome: Outcome;
  readonly candidate: number;
  readonly baseline: number;
  /** Positive is better for the candidate, whatever is measured. */
  readonly difference: Interval;
}

export interface TransferVerdict {
  /** That of `asymptote`: what counts in the end is how often the answers are right. */
  readonly outcome: Outcome;
  readonly trials: number;
  /** Different examples that both were tested on. */
  readonly examples: number;
  /** Exact p of McNemar's test; single splits only. */
  readonly p?: number;
  /** Accuracy on the tested examples. */
  readonly asymptote: Finding;
  /** Validation accuracy after the first epoch; null where curves are not known. */
  readonly start: Finding | null;
  /** Epochs to the baseline's best validation accuracy. */
  readonly slope: Finding | null;
  /** Seconds to it. */
  readonly time: Finding | null;
}

/**
 * Judges a way of learning against a baseline by the four measures of Torrey and Shavlik ("Transfer
 * learning", 2009): higher start, higher slope, higher asymptote, and less time. Paired: each trial
 * of one is compared with the trial of the same id of the other, on the examples that both tested. It
 * helps or hurts only where the 95 % interval of the difference excludes zero. Null when the two have
 * no trial with common examples.
 */
export function judgeTransfer(candidate: JudgedWay, baseline: JudgedWay): TransferVerdict | null {
  const pairs = pairTrials(candidate, baseline);
  if (pairs.length === 0) return null;
  const examples = new Set(pairs.flatMap(({ common }) => common)).size;
  const share = candidate.testShare ?? baseline.testShare;
  const single = pairs.length === 1 ? pairs[0] : undefined;
  const asymptote =
    single === undefined
      ? compareTrials(pairs, share ?? 0, ({ own, other, common }) => ({
          candidate: shareOfHits(own, common),
          baseline: shareOfHits(other, common),
        }))
      : compareOnce(single);
  const curves = pairs.filter(({ own, other }) => own.curve.length > 1 && other.curve.length > 1);
  const judge = (measure: (pair: Pair) => Measured) =>
    curves.length < 2 ? null : compareTrials(curves, share ?? 0, measure);
  return {
    outcome: asymptote.outcome,
    trials: pairs.length,
    examples,
    ...(single === undefined ? {} : { p: mcnemarExact(countDiscordant(single)) }),
    asymptote,
    start: judge(({ own, other }) => ({
      candidate: own.curve[1]?.accuracy ?? 0,
      baseline: other.curve[1]?.accuracy ?? 0,
    })),
    slope: judge((pair) => reach(pair, (point) => point.epoch)),
    time: judge((pair) => reach(pair, (point) => point.seconds)),
  };
}

interface Pair {
  readonly own: JudgedTrial;
  readonly other: JudgedTrial;
  readonly common: readonly string[];
}

interface Measured {
  readonly candidate: number;
  readonly baseline: number;
  /** Smaller is better. */
  readonly cost?: true;
}

function pairTrials(candidate: JudgedWay, baseline: JudgedWay): Pair[] {
  const byId = new Map(baseline.trials.map((trial) => [trial.id, trial]));
  return candidate.trials.flatMap((own) => {
    const other = byId.get(own.id);
    const known = new Set(other?.examples);
    const common = own.examples.filter((sha256) => known.has(sha256));
    return other === undefined || common.length === 0 ? [] : [{ own, other, common }];
  });
}

function compareTrials(
  pairs: readonly Pair[],
  testShare: number,
  measure: (pair: Pair) => Measured,
): Finding {
  const measured = pairs.map(measure);
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const difference = pairedInterval(
    measured.map(({ candidate, baseline, cost }) =>
      cost ? baseline - candidate : candidate - baseline,
    ),
    testShare,
  );
  return {
    outcome: outcomeOf(difference),
    candidate: mean(measured.map((each) => each.candidate)),
    baseline: mean(measured.map((each) => each.baseline)),
    difference,
  };
}

/** One split of the data: only chance in which pictures were tested can be told. */
function compareOnce(pair: Pair): Finding {
  const difference = pairedShareInterval(countDiscordant(pair));
  return {
    outcome: outcomeOf(difference),
    candidate: shareOfHits(pair.own, pair.common),
    baseline: shareOfHits(pair.other, pair.common),
    difference,
  };
}

function countDiscordant({ own, other, common }: Pair) {
  const [left, right] = [hitsOf(own), hitsOf(other)];
  const count = (first: number, second: number) =>
    common.filter((each) => left.get(each) === first && right.get(each) === second).length;
  return { examples: common.length, gained: count(1, 0), lost: count(0, 1) };
}

function shareOfHits(trial: JudgedTrial, examples: readonly string[]): number {
  const hits = hitsOf(trial);
  return examples.reduce((sum, each) => sum + (hits.get(each) ?? 0), 0) / examples.length;
}

function hitsOf({ examples, hits }: JudgedTrial): Map<string, number> {
  return new Map(examples.map((sha256, at) => [sha256, hits[at] ?? 0]));
}

/**
 * What both need to reach the baseline's best. A candidate that never does counts as if it did just
 * after its last epoch, which makes it look better than it is, never the baseline.
 */
function reach(
  { own, other }: Pair,
  measure: (point: JudgedTrial['curve'][number]) => number,
): Measured {
  const best = Math.max(...other.curve.map(({ accuracy }) => accuracy));
  const first = (curve: JudgedTrial['curve']) =>
    curve.find(({ accuracy }) => accuracy >= best) ?? after(curve);
  return {
    candidate: measure(first(own.curve)),
    baseline: measure(first(other.curve)),
    cost: true,
  };
}

function after(curve: JudgedTrial['curve']): JudgedTrial['curve'][number] {
  const last = curve.at(-1) ?? { epoch: 0, accuracy: 0, seconds: 0 };
  const epochs = Math.max(1, last.epoch);
  return { ...last, epoch: last.epoch + 1, seconds: last.seconds * (1 + 1 / epochs) };
}

function outcomeOf({ low, high }: Interval): Outcome {
  if (low > 0) return 'helps';
  return high < 0 ? 'hurts' : 'no-difference-shown';
}
