import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { makeReport } from './make-report';
import { writeReportTable } from './write-report-table';

/** Predictions and what scikit-learn says of them: by libs/ml/src/fixtures/evidence-reference.py. */
const REFERENCE = JSON.parse(
  readFileSync(new URL('../../ml/src/fixtures/evidence-reference.json', import.meta.url), 'utf8'),
) as Record<'multi' | 'binary', Reference>;

interface Reference {
  labels: number[];
  scores: number[][];
  confusion: number[][];
  accuracy: number;
  balancedAccuracy: number;
  perClass: number[][];
  macro: number[];
  weighted: number[];
  top2: number | null;
  calibrationError: number;
  roc?: number[][];
  rocArea?: number;
  precisionRecall?: number[][];
  averagePrecision?: number;
}

function reportOn({ labels, scores }: Pick<Reference, 'labels' | 'scores'>) {
  return makeReport({
    labels: (scores[0] ?? []).map((_, label) => `class ${String(label)}`),
    examples: labels.map((label, at) => ({ sha256: String(at), label, name: String(at) })),
    probabilities: Float32Array.from(scores.flat()),
    topK: 2,
  });
}

/** Four examples of three classes; the answers are right, wrong and sure, right, wrong and unsure. */
const ANSWERS = {
  labels: ['cat', 'dog', 'owl'],
  examples: [0, 1, 2, 2].map((label, index) => ({
    sha256: String(index).repeat(64),
    label,
    name: `picture ${String(index)}`,
  })),
  probabilities: Float32Array.of(0.9, 0.1, 0, 0.95, 0.05, 0, 0.2, 0.2, 0.6, 0.3, 0.4, 0.3),
  topK: 2,
};

describe('a report', () => {
  const report = makeReport(ANSWERS);

  it('counts right answers, with an interval around their share', () => {
    expect(report).toMatchObject({ examples: 4, correct: 2, accuracy: 0.5 });
    expect(report.interval.low).toBeCloseTo(0.15, 2);
    expect(report.interval.high).toBeCloseTo(0.85, 2);
  });

  it('has true classes in rows and predicted ones in columns', () => {
    expect(report.confusion).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 1],
    ]);
    expect(report.perClass.map(({ name, support }) => [name, support])).toEqual([
      ['cat', 1],
      ['dog', 1],
      ['owl', 2],
    ]);
  });

  it('lists wrong answers from the surest on', () => {
    expect(report.mistakes.map((index) => report.rows[index]?.name)).toEqual([
      'picture 1',
      'picture 3',
    ]);
  });

  it('counts an answer among the two most likely', () => {
    expect(report.topK).toEqual({ k: 2, accuracy: 0.75 });
  });

  it('keeps the probabilities of every example', () => {
    expect(report.rows[2]?.probabilities.map((each) => Math.round(each * 10))).toEqual([2, 2, 6]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('a report on the predictions that scikit-learn was asked about', () => {
  it.each(['multi', 'binary'] as const)('has its figures to 1e-6: %s', (name) => {
    const expected = REFERENCE[name];
    const report = reportOn(expected);
    const triple = (each: { precision: number; recall: number; f1: number }) => [
      ...[each.precision, each.recall, each.f1],
    ];
    const near = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(near) : expect.closeTo(value as number, 6);
    expect(report.confusion).toEqual(expected.confusion);
    expect({
      accuracy: report.accuracy,
      balancedAccuracy: report.balancedAccuracy,
      perClass: report.perClass.map(triple),
      macro: triple(report.macro),
      weighted: triple(report.weighted),
      calibrationError: report.calibration.error,
    }).toEqual({
      accuracy: near(expected.accuracy),
      balancedAccuracy: near(expected.balancedAccuracy),
      perClass: near(expected.perClass),
      macro: near(expected.macro),
      weighted: near(expected.weighted),
      calibrationError: near(expected.calibrationError),
    });
    expect(report.topK).toEqual({ k: 2, accuracy: near(expected.top2 ?? 1) });
    // Of two classes alone there are curves.
    const points = (curve: readonly { x: number; y: number }[] = []) =>
      curve.map(({ x, y }) => [x, y]);
    expect(points(report.binary?.roc)).toEqual(near(expected.roc ?? []));
    expect(points(report.binary?.precisionRecall)).toEqual(near(expected.precisionRecall ?? []));
    expect([report.binary?.rocArea, report.binary?.averagePrecision]).toEqual(
      expected.rocArea === undefined
        ? [undefined, undefined]
        : near([expected.rocArea, expected.averagePrecision]),
    );
  });

  it('gives the calibration error an interval around it where there are fewer than 300 examples', () => {
    const { labels, scores } = REFERENCE.multi;
    const { error, interval } = reportOn({ labels, scores }).calibration;
    expect(interval?.low).toBeLessThan(error);
    expect(interval?.high).toBeGreaterThan(error);
    const thrice = (each: unknown[]) => [...each, ...each, ...each];
    const many = { labels: thrice(labels) as number[], scores: thrice(scores) as number[][] };
    const { calibration } = reportOn(many);
    expect(calibration.error).toBeCloseTo(error, 9);
    expect(calibration.interval).toBeUndefined();
  });

  it('has a table with id, name, part, labels and the probabilities of each example', () => {
    const report = makeReport({ ...ANSWERS, parts: ['fold 1', 'fold 1', 'fold 2', 'fold 2'] });
    const [head, , second] = writeReportTable(report).trimEnd().split('\r\n');
    expect(head).toBe('id,name,part,label,predicted,p(cat),p(dog),p(owl)');
    const cells = second?.split(',') ?? [];
    expect(cells.slice(0, 5)).toEqual(['1'.repeat(64), 'picture 1', 'fold 1', 'dog', 'cat']);
    expect(cells.slice(5).map((cell) => Number(Number(cell).toFixed(6)))).toEqual([0.95, 0.05, 0]);
  });
});
