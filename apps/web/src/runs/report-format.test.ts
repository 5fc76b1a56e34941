import { describe, expect, it } from '@jest/globals';
import { listMistakes, reportSchema, shareOfRow } from './report-format';

const mean = { precision: 0.5, recall: 0.5, f1: 0.5 };
const row = (name: string, label: number, predicted: number, sure: number) => ({
  sha256: name,
  name,
  label,
  predicted,
  probabilities: predicted === 0 ? [sure, 1 - sure] : [1 - sure, sure],
});

const report = reportSchema.parse({
  format: 'graft.report/1',
  labels: ['cat', 'dog'],
  examples: 4,
  correct: 1,
  accuracy: 0.25,
  interval: { low: 0.05, high: 0.7 },
  balancedAccuracy: 0.25,
  topK: { k: 1, accuracy: 0.25 },
  perClass: ['cat', 'dog'].map((name) => ({ name, ...mean, support: 2 })),
  macro: mean,
  weighted: mean,
  confusion: [
    [1, 1],
    [2, 0],
  ],
  calibration: { error: 0.1, bins: [] },
  mistakes: [1],
  rows: [row('a', 0, 0, 0.9), row('b', 0, 1, 0.6), row('c', 1, 0, 0.95), row('d', 1, 0, 0.7)],
});

describe('listMistakes', () => {
  it('puts the surest wrong answer first', () => {
    expect(listMistakes(report, null).map((each) => each.name)).toEqual(['c', 'd', 'b']);
  });

  it('keeps to one cell of the matrix, also one on its diagonal', () => {
    expect(listMistakes(report, { truth: 0, predicted: 1 }).map((each) => each.name)).toEqual([
      'b',
    ]);
    expect(listMistakes(report, { truth: 0, predicted: 0 }).map((each) => each.name)).toEqual([
      'a',
    ]);
  });
});

describe('shareOfRow', () => {
  it('adds up to one in each row', () => {
    expect(shareOfRow(report.confusion, { truth: 0, predicted: 1 })).toBe(0.5);
    expect(shareOfRow(report.confusion, { truth: 1, predicted: 0 })).toBe(1);
    expect(shareOfRow([[0, 0]], { truth: 0, predicted: 0 })).toBe(0);
  });
});
