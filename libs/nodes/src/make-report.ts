import type { ExampleRow } from '@graft/graph';
import {
  computeClassification,
  countConfusions,
  measureCalibration,
  predictClasses,
  topKAccuracy,
  wilsonInterval,
  type Calibration,
  type ClassificationMetrics,
  type ClassMetrics,
  type ConfusionMatrix,
} from '@graft/ml';

export const REPORT_FORMAT = 'graft.report/1';
/** How many of the surest wrong answers a report names first. */
const SHOWN_MISTAKES = 25;

/** The model's answer for one example; `label` and `predicted` index `labels` of the report. */
export interface ReportRow {
  readonly sha256: string;
  readonly name: string;
  readonly label: number;
  readonly predicted: number;
  /** One a class, 0 to 1. */
  readonly probabilities: readonly number[];
}

/** What `evaluate` finds: everything a person or a comparison wants to know of one model on one set. */
export interface EvaluationReport {
  readonly format: typeof REPORT_FORMAT;
  readonly labels: readonly string[];
  readonly examples: number;
  readonly correct: number;
  /** 0 to 1. */
  readonly accuracy: number;
  /** 95 % interval of the accuracy, by Wilson's score method. */
  readonly interval: { readonly low: number; readonly high: number };
  readonly balancedAccuracy: number;
  readonly topK: { readonly k: number; readonly accuracy: number };
  readonly perClass: readonly (ClassMetrics & { readonly name: string })[];
  readonly macro: ClassificationMetrics['macro'];
  readonly weighted: ClassificationMetrics['weighted'];
  /** Rows are true classes, columns predicted ones. */
  readonly confusion: ConfusionMatrix;
  readonly calibration: Calibration;
  /** Indices into `rows`: the wrong answers that the model was surest of, surest first. */
  readonly mistakes: readonly number[];
  readonly rows: readonly ReportRow[];
}

export interface Answers {
  readonly labels: readonly string[];
  readonly examples: readonly ExampleRow[];
  /** Row by row, one column a label. */
  readonly probabilities: Float32Array;
  readonly topK: number;
}

/** Measures answers against the truth. There must be at least one example. */
export function makeReport({ labels, examples, probabilities, topK }: Answers): EvaluationReport {
  const classes = labels.length;
  const table = { scores: probabilities, classes };
  const truth = examples.map(({ label }) => label);
  const predicted = predictClasses(table);
  const confusion = countConfusions(truth, predicted, classes);
  const metrics = computeClassification(confusion);
  const rows = examples.map(({ sha256, name, label }, index) => ({
    sha256,
    name,
    label,
    predicted: predicted[index] ?? 0,
    probabilities: [...probabilities.subarray(index * classes, (index + 1) * classes)],
  }));
  const hits = rows.map((row) => (row.predicted === row.label ? 1 : 0));
  const correct = hits.reduce<number>((sum, hit) => sum + hit, 0);
  return {
    format: REPORT_FORMAT,
    labels,
    examples: examples.length,
    correct,
    accuracy: metrics.accuracy,
    interval: wilsonInterval(correct, examples.length),
    balancedAccuracy: metrics.balancedAccuracy,
    topK: { k: topK, accuracy: topKAccuracy(table, truth, topK) },
    perClass: metrics.perClass.map((each, index) => ({ name: labels[index] ?? '', ...each })),
    macro: metrics.macro,
    weighted: metrics.weighted,
    confusion,
    calibration: measureCalibration(rows.map(confidenceOf), hits),
    mistakes: rankMistakes(rows),
    rows,
  };
}

function rankMistakes(rows: readonly ReportRow[]): number[] {
  return rows
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => row.predicted !== row.label)
    .sort((left, right) => confidenceOf(right.row) - confidenceOf(left.row))
    .slice(0, SHOWN_MISTAKES)
    .map(({ index }) => index);
}

function confidenceOf({ probabilities, predicted }: ReportRow): number {
  return probabilities[predicted] ?? 0;
}
