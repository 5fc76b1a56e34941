import type { ExampleRow } from '@graft/graph';
import {
  bootstrapInterval,
  computeClassification,
  countConfusions,
  measureBinary,
  measureCalibration,
  predictClasses,
  topKAccuracy,
  wilsonInterval,
  type BinaryCurves,
  type Calibration,
  type ClassificationMetrics,
  type ClassMetrics,
  type ConfusionMatrix,
} from '@graft/ml';

import type { FoldResult } from './fold-results';

export const REPORT_FORMAT = 'graft.report/1';
/** How many of the surest wrong answers a report names first. */
const SHOWN_MISTAKES = 25;
/** With fewer examples the calibration error is mostly noise, so it comes with an interval. */
const FEW_EXAMPLES = 300;

/** The model's answer for one example; `label` and `predicted` index `labels` of the report. */
export interface ReportRow {
  readonly sha256: string;
  readonly name: string;
  readonly label: number;
  readonly predicted: number;
  /** Part of the data that it was tested in: `test`, `fold 2`. */
  readonly part: string;
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
  /** `interval` (95 %, by the bootstrap) where there are fewer than 300 examples. */
  readonly calibration: Calibration & { readonly interval?: { low: number; high: number } };
  /** Of the second class, where there are two. */
  readonly binary?: BinaryCurves;
  /** Indices into `rows`: the wrong answers that the model was surest of, surest first. */
  readonly mistakes: readonly number[];
  readonly rows: readonly ReportRow[];
  /** Where the model has learned from examples of the same data set. */
  readonly kinds?: TestedKinds;
  /** Where the model was trained anew for each fold. */
  readonly crossValidation?: CrossValidation;
  readonly model?: ModelFacts;
}

export interface CrossValidation {
  readonly folds: number;
  readonly repeats: number;
  /** Of the first repeat. */
  readonly kinds: TestedKinds;
  readonly results: readonly FoldReport[];
}

/** Tested examples with and without a near duplicate among those that the model has learned from. */
export interface TestedKinds {
  readonly seen: HitCount;
  readonly unseen: HitCount;
}

export interface HitCount {
  readonly examples: number;
  readonly correct: number;
}

/** One training: what was tested, whether it was right, and how learning went. */
export interface FoldReport extends Omit<FoldResult, 'places'> {
  /** sha256 of the tested examples, in the order of `hits`. */
  readonly examples: readonly string[];
}

export interface ModelFacts {
  readonly parameters: number;
  readonly trainable: number;
  /** Of one example, estimated. */
  readonly multiplyAdds: number;
}

export interface Answers {
  readonly labels: readonly string[];
  readonly examples: readonly ExampleRow[];
  /** One an example; default: `test`. */
  readonly parts?: readonly string[];
  /** Row by row, one column a label. */
  readonly probabilities: Float32Array;
  readonly topK: number;
}

/** Reads a stored report; null for a file of another format. */
export function readReport(bytes: Uint8Array): EvaluationReport | null {
  const document: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const known =
    typeof document === 'object' &&
    document !== null &&
    'format' in document &&
    document.format === REPORT_FORMAT;
  // Written by this very program and verified by digest: its shape is not checked again.
  return known ? (document as unknown as EvaluationReport) : null;
}

/** Measures answers against the truth. There must be at least one example. */
export function makeReport({
  labels,
  examples,
  parts,
  probabilities,
  topK,
}: Answers): EvaluationReport {
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
    part: parts?.[index] ?? 'test',
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
    calibration: calibrate(rows.map(confidenceOf), hits),
    ...(classes === 2 ? describeBinary(rows) : {}),
    mistakes: rankMistakes(rows),
    rows,
  };
}

/** The figures of a report that stand beside the step; small enough for rows and events. */
export function summariseReport(report: EvaluationReport) {
  return {
    accuracy: report.accuracy,
    low: report.interval.low,
    high: report.interval.high,
    examples: report.examples,
    macroF1: report.macro.f1,
    balancedAccuracy: report.balancedAccuracy,
    topK: report.topK.k,
    topKAccuracy: report.topK.accuracy,
    calibrationError: report.calibration.error,
  };
}

function calibrate(confidences: readonly number[], hits: readonly number[]) {
  const calibration = measureCalibration(confidences, hits);
  if (confidences.length >= FEW_EXAMPLES) return calibration;
  const interval = bootstrapInterval(confidences.length, (indices) => {
    const pick = (values: readonly number[]) => Array.from(indices, (at) => values[at] ?? 0);
    return measureCalibration(pick(confidences), pick(hits)).error;
  });
  return { ...calibration, interval };
}

function describeBinary(rows: readonly ReportRow[]): { binary?: BinaryCurves } {
  const binary = measureBinary(
    rows.map(({ probabilities }) => probabilities[1] ?? 0),
    rows.map(({ label }) => label),
  );
  return binary === null ? {} : { binary };
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
