import type { EvaluationReport } from '@graft/nodes/steps';
import { compareReports, type PairVerdict } from '../../libs/nodes/src/compare-reports';
import type { HistoryRow } from '@graft/plan';

/** What one training answered to the pictures of its test part, and how it got there. */
export interface TrialReport {
  readonly report: EvaluationReport;
  readonly history: readonly HistoryRow[];
}

/** A fifth of the pictures is tested in every trial, as in one fold of five. */
const FOLDS = 5;

/**
 * What *Compare* says of two ways of learning, trial by trial: each trial has a split, a sample and first weights of
 * its own, and both ways are tested on the same pictures in it.
 */
export function judgeTrials(
  candidate: readonly TrialReport[],
  baseline: readonly TrialReport[],
  names: readonly [candidate: string, baseline: string],
): PairVerdict {
  const { verdicts } = compareReports([joinTrials(candidate), joinTrials(baseline)], {
    ...{ names, baseline: 2, pairs: [] },
  });
  const [verdict] = verdicts;
  if (verdict === undefined) throw new Error('the trials have no tested picture in common');
  return verdict;
}

/** Trials as the repeats of one cross-validation. */
function joinTrials(trials: readonly TrialReport[]): EvaluationReport {
  const [first] = trials;
  if (first === undefined) throw new Error('no trials');
  const none = { examples: 0, correct: 0 };
  return {
    ...first.report,
    crossValidation: {
      ...{ folds: FOLDS, repeats: trials.length, kinds: { seen: none, unseen: none } },
      results: trials.map(({ report: { rows }, history }, repeat) => ({
        ...{ repeat, fold: 0, learningRate: history.at(-1)?.learningRate ?? 0 },
        examples: rows.map(({ sha256 }) => sha256),
        hits: rows.map(({ label, predicted }) => (label === predicted ? 1 : 0)),
        curve: history.map(({ epoch, loss, validationLoss, validationAccuracy, seconds }) => ({
          ...{ epoch, loss, validationLoss, validationAccuracy, seconds },
        })),
        seconds: history.at(-1)?.seconds ?? 0,
      })),
    },
  };
}
