import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { measureCalibration } from './calibration';
import { computeClassification } from './classification';
import { countConfusions } from './confusion';
import { predictClasses, topKAccuracy } from './ranking';
import { wilsonInterval } from './wilson-interval';

describe('classification metrics', () => {
  // Expected values: scikit-learn 1.9.1, classification_report and balanced_accuracy_score.
  const labels = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3];
  const predictions = [0, 0, 1, 2, 1, 1, 0, 2, 2, 0];
  const matrix = countConfusions(labels, predictions, 4);
  const metrics = computeClassification(matrix);

  it('count confusions with true classes in rows', () => {
    expect(matrix).toEqual([
      [2, 1, 1, 0],
      [1, 2, 0, 0],
      [0, 0, 2, 0],
      [1, 0, 0, 0],
    ]);
  });

  it('agree with scikit-learn class by class', () => {
    const column = (key: 'precision' | 'recall' | 'f1' | 'support') =>
      metrics.perClass.map((each) => Number(each[key].toFixed(6)));
    expect(column('precision')).toEqual([0.5, 0.666667, 0.666667, 0]);
    expect(column('recall')).toEqual([0.5, 0.666667, 1, 0]);
    expect(column('f1')).toEqual([0.5, 0.666667, 0.8, 0]);
    expect(column('support')).toEqual([4, 3, 2, 1]);
  });

  it('agree with scikit-learn in the averages', () => {
    expect(metrics.accuracy).toBeCloseTo(0.6, 12);
    expect(metrics.balancedAccuracy).toBeCloseTo(0.541667, 6);
    expect(metrics.macro.precision).toBeCloseTo(0.458333, 6);
    expect(metrics.macro.recall).toBeCloseTo(0.541667, 6);
    expect(metrics.macro.f1).toBeCloseTo(0.491667, 6);
    expect(metrics.weighted.precision).toBeCloseTo(0.533333, 6);
    expect(metrics.weighted.recall).toBeCloseTo(0.6, 6);
    expect(metrics.weighted.f1).toBeCloseTo(0.56, 6);
  });

  it('weigh recall to the accuracy, whatever the matrix', () => {
    const rows = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1 });
    fc.assert(
      fc.property(rows, (pairs) => {
        const counted = countConfusions(
          pairs.map(([a]) => a),
          pairs.map(([, b]) => b),
          5,
        );
        const { accuracy, weighted, examples } = computeClassification(counted);
        expect(examples).toBe(pairs.length);
        expect(weighted.recall).toBeCloseTo(accuracy, 9);
      }),
    );
  });

  it('refuse classes that do not exist and lists of different lengths', () => {
    expect(() => countConfusions([4], [0], 4)).toThrow('Class 4');
    expect(() => countConfusions([0], [-1], 4)).toThrow('-1');
    expect(() => countConfusions([0], [], 4)).toThrow('0 predictions');
  });
});

describe('ranking', () => {
  const table = {
    scores: [0.5, 0.2, 0.2, 0.3, 0.4, 0.2, 0.2, 0.4, 0.3, 0.7, 0.2, 0.1],
    classes: 3,
  };
  const labels = [0, 1, 2, 2];

  // Expected values: scikit-learn's top_k_accuracy_score on its documentation's example.
  it('counts hits among the k best', () => {
    expect(topKAccuracy(table, labels, 1)).toBe(0.5);
    expect(topKAccuracy(table, labels, 2)).toBe(0.75);
    expect(topKAccuracy(table, labels, 3)).toBe(1);
  });

  it('prefers the lower class on a tie, for the best and for the k best alike', () => {
    const tied = { scores: [0.5, 0.5], classes: 2 };
    expect([...predictClasses(tied)]).toEqual([0]);
    expect(topKAccuracy(tied, [0], 1)).toBe(1);
    expect(topKAccuracy(tied, [1], 1)).toBe(0);
  });
});

describe('the Wilson interval', () => {
  // Expected values: statsmodels' proportion_confint(method='wilson').
  it.each([
    [9, 10, 0.5958, 0.9821],
    [95, 100, 0.8882, 0.9785],
    [10, 10, 0.7225, 1],
  ])('of %d hits in %d trials is right to four places', (hits, trials, low, high) => {
    const interval = wilsonInterval(hits, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('says nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('the calibration error', () => {
  it('is the mean distance of confidence and accuracy', () => {
    const confidences = [0.9, 0.9, 0.9, 0.9, 0.6, 0.6];
    const { error, bins } = measureCalibration(confidences, [1, 1, 1, 0, 1, 0]);
    expect(error).toBeCloseTo(0.133333, 6);
    expect(bins).toHaveLength(15);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(6);
  });

  it('puts a border value into the lower bin and keeps 0 and 1', () => {
    const { bins } = measureCalibration([0, 0.5, 1], [0, 0, 0], 2);
    expect(bins.map(({ count }) => count)).toEqual([2, 1]);
  });
});
