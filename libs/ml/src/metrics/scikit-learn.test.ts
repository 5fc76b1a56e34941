import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { measureBinary, type BinaryCurves } from './binary-curves';
import { bootstrapInterval } from './bootstrap';
import { measureCalibration } from './calibration';
import { computeClassification } from './classification';
import { countConfusions } from './confusion';
import { predictClasses, topKAccuracy } from './ranking';

interface Reference {
  labels: number[];
  scores: number[][];
  confusion: number[][];
  accuracy: number;
  balancedAccuracy: number;
  /** Precision, recall and F1 of each class. */
  perClass: number[][];
  macro: number[];
  weighted: number[];
  top2: number | null;
  calibrationError: number;
}

interface BinaryReference extends Reference {
  roc: number[][];
  rocArea: number;
  precisionRecall: number[][];
  averagePrecision: number;
}

// Written by fixtures/evidence-reference.py with scikit-learn 1.9; ECE by Guo's definition there.
const reference = JSON.parse(
  readFileSync(new URL('../fixtures/evidence-reference.json', import.meta.url), 'utf8'),
) as { multi: Reference; binary: BinaryReference; binaryWithTies: BinaryReference };

const expectClose = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? NaN, 9));
};

describe.each(['multi', 'binary', 'binaryWithTies'] as const)('scikit-learn on %s', (name) => {
  const expected: Reference = reference[name];
  const table = { scores: expected.scores.flat(), classes: expected.scores[0]?.length ?? 0 };
  const answers = predictClasses(table);
  const matrix = countConfusions(expected.labels, answers, table.classes);
  const metrics = computeClassification(matrix);
  const row = (each: { precision: number; recall: number; f1: number }) => [
    each.precision,
    each.recall,
    each.f1,
  ];

  it('has the same confusions, class figures and averages', () => {
    expect(matrix).toEqual(expected.confusion);
    metrics.perClass.forEach((each, at) => expectClose(row(each), expected.perClass[at] ?? []));
    expectClose(row(metrics.macro), expected.macro);
    expectClose(row(metrics.weighted), expected.weighted);
    expectClose(
      [metrics.accuracy, metrics.balancedAccuracy],
      [expected.accuracy, expected.balancedAccuracy],
    );
  });

  it('has the same top-2 accuracy and calibration error', () => {
    if (expected.top2 !== null) {
      expect(topKAccuracy(table, expected.labels, 2)).toBeCloseTo(expected.top2, 9);
    }
    const confidences = expected.scores.map((each) => Math.max(...each));
    const hits = expected.labels.map((label, at) => (answers[at] === label ? 1 : 0));
    expect(measureCalibration(confidences, hits).error).toBeCloseTo(expected.calibrationError, 9);
  });
});

describe.each(['binary', 'binaryWithTies'] as const)('curves of %s', (name) => {
  const expected = reference[name];
  const curves = measureBinary(
    expected.scores.map((each) => each[1] ?? 0),
    expected.labels,
  ) as BinaryCurves;
  const points = (curve: BinaryCurves['roc']) => curve.flatMap(({ x, y }) => [x, y]);

  it('are those of scikit-learn, ties included', () => {
    expectClose(points(curves.roc), expected.roc.flat());
    expectClose(points(curves.precisionRecall), expected.precisionRecall.flat());
    expectClose(
      [curves.rocArea, curves.averagePrecision],
      [expected.rocArea, expected.averagePrecision],
    );
  });
});

describe('two-class curves', () => {
  it('need both classes', () => {
    expect(measureBinary([0.2, 0.8], [1, 1])).toBeNull();
  });
});

describe('the bootstrap interval', () => {
  it('of a mean is about two standard errors wide to each side, and the same every time', () => {
    const values = Array.from({ length: 200 }, (_, at) => at % 2);
    const mean = (indices: Int32Array) =>
      indices.reduce((sum, at) => sum + (values[at] ?? 0), 0) / indices.length;
    const interval = bootstrapInterval(200, mean);
    expect(interval.low).toBeCloseTo(0.5 - 1.96 * 0.0354, 1);
    expect(interval.high).toBeCloseTo(0.5 + 1.96 * 0.0354, 1);
    expect(bootstrapInterval(200, mean)).toEqual(interval);
  });
});
