import {
  judgeTransfer,
  pairedInterval,
  type Interval,
  type JudgedWay,
  type TransferVerdict,
} from '@graft/ml';
import { describeVerdict } from './describe-verdict';
import type { EvaluationReport } from './make-report';

export const COMPARISON_FORMAT = 'graft.comparison/1';

export interface ComparedEntry {
  readonly name: string;
  readonly accuracy: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly macroF1: number;
  readonly examples: number;
  /** Trainings behind it; 1 for a single split. */
  readonly trials: number;
  /** Wall clock of all trainings; null where it is not known. */
  readonly seconds: number | null;
  readonly parameters: number | null;
  readonly multiplyAdds: number | null;
  /** Validation accuracy by epoch: mean over the trials and its 95 % interval. */
  readonly curve: readonly (Interval & { readonly epoch: number })[];
}

export interface Comparison {
  readonly format: typeof COMPARISON_FORMAT;
  readonly baseline: number;
  /** Index of the entry with the highest accuracy; the baseline when it is. */
  readonly best: number;
  readonly entries: readonly ComparedEntry[];
  /** Of every entry but the baseline that tested common examples. */
  readonly verdicts: readonly PairVerdict[];
  /** The best one against every other: those that it is not shown to beat are as good. */
  readonly againstBest: readonly PairVerdict[];
  /** Those asked for. */
  readonly pairs: readonly PairVerdict[];
  readonly sentence: string;
  readonly warnings: readonly string[];
}

/** The first of two entries judged against the second. */
export type PairVerdict = TransferVerdict & {
  readonly entry: number;
  readonly against: number;
  readonly text: string;
};

export interface ComparisonParams {
  readonly names: readonly string[];
  /** 1 is the first report. */
  readonly baseline: number;
  /** Counted from 1, as the baseline. */
  readonly pairs: readonly (readonly number[])[];
}

/** Judges reports against one of them. There must be at least two. */
export function compareReports(
  reports: readonly EvaluationReport[],
  { names, baseline, pairs }: ComparisonParams,
): Comparison {
  const base = baseline - 1;
  const nameOf = (index: number) => names[index] ?? `report ${index + 1}`;
  const entries = reports.map((report, index) => describeEntry(report, nameOf(index)));
  const ways = reports.map(judgedWay);
  const judge = (entry: number, against: number): PairVerdict[] => {
    const [own, other] = [ways[entry], ways[against]];
    if (entry === against || own === undefined || other === undefined) return [];
    const verdict = judgeTransfer(own, other);
    if (verdict === null) return [];
    const text = describeVerdict(verdict, nameOf(entry), nameOf(against));
    return [{ ...verdict, entry, against, text }];
  };
  const verdicts = ways.flatMap((_, entry) => judge(entry, base));
  const warnings = ways.flatMap((_, entry) =>
    entry === base || verdicts.some((each) => each.entry === entry)
      ? []
      : [
          `${nameOf(entry)} and ${nameOf(base)} were not tested on the same examples, so nothing can be said of their difference.`,
        ],
  );
  if (verdicts.some(({ trials }) => trials === 1)) {
    warnings.push(
      'One split and one seed: another split may say something else. Cross-validate, with repeats, before you rely on it.',
    );
  }
  const best = entries.reduce(
    (top, entry, index) => (entry.accuracy > (entries[top]?.accuracy ?? 0) ? index : top),
    base,
  );
  const told = verdicts.find(({ entry }) => entry === best) ?? verdicts[0];
  return {
    format: COMPARISON_FORMAT,
    ...{ baseline: base, best, entries, verdicts, warnings },
    againstBest: ways.flatMap((_, entry) => judge(best, entry)),
    pairs: pairs.flatMap(([entry = 0, against = 0]) => judge(entry - 1, against - 1)),
    sentence: told?.text ?? warnings[0] ?? '',
  };
}

function describeEntry(report: EvaluationReport, name: string): ComparedEntry {
  const results = report.crossValidation?.results ?? [];
  const hits = results.flatMap((fold) => fold.hits);
  const mean = hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
  return {
    name,
    accuracy: hits.length === 0 ? report.accuracy : mean,
    interval: report.interval,
    macroF1: report.macro.f1,
    examples: report.examples,
    trials: Math.max(1, results.length),
    seconds: results.length === 0 ? null : results.reduce((sum, { seconds }) => sum + seconds, 0),
    parameters: report.model?.parameters ?? null,
    multiplyAdds: report.model?.multiplyAdds ?? null,
    curve: averageCurves(judgedWay(report).trials.map(({ curve }) => curve)),
  };
}

/** A report as trials; one of a single split is one trial, named alike in all reports. */
function judgedWay(report: EvaluationReport): JudgedWay {
  const { crossValidation } = report;
  if (crossValidation === undefined) {
    const examples = report.rows.map(({ sha256 }) => sha256);
    const hits = report.rows.map(({ label, predicted }) => (label === predicted ? 1 : 0));
    return { trials: [{ id: 'split', examples, hits, curve: [] }], testShare: null };
  }
  return {
    testShare: 1 / (crossValidation.folds - 1),
    trials: crossValidation.results.map(({ repeat, fold, examples, hits, curve }) => ({
      id: `${repeat}/${fold} of ${crossValidation.folds}`,
      examples,
      hits,
      curve: curve.flatMap(({ epoch, validationAccuracy, seconds }) =>
        validationAccuracy === null ? [] : [{ epoch, accuracy: validationAccuracy, seconds }],
      ),
    })),
  };
}

function averageCurves(curves: readonly JudgedWay['trials'][number]['curve'][]) {
  const byEpoch = new Map<number, number[]>();
  for (const { epoch, accuracy } of curves.flat()) {
    byEpoch.set(epoch, [...(byEpoch.get(epoch) ?? []), accuracy]);
  }
  return [...byEpoch]
    .sort(([left], [right]) => left - right)
    .flatMap(([epoch, values]) => {
      // Early stopping ends some trials sooner; a mean of the others alone would mislead.
      if (values.length < curves.length / 2) return [];
      const { mean, low, high } = pairedInterval(values, 0);
      const known = Number.isFinite(low);
      return [{ epoch, mean, low: known ? low : mean, high: known ? high : mean }];
    });
}
