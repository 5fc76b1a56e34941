import { describe, expect, it } from '@jest/globals';
import { weightedTau } from './weighted-tau';

describe("weighted Kendall's tau", () => {
  // Expected values: scipy.stats.weightedtau, in fixtures/evidence-reference.py.
  it.each([
    [[0.9, 0.8, 0.7, 0.6, 0.5], [5, 4, 3, 2, 1], 1.0],
    [[0.9, 0.8, 0.7, 0.6, 0.5], [1, 2, 3, 4, 5], -1.0],
    [[0.31, 0.7, 0.52, 0.11, 0.95, 0.4], [2.2, 2.1, 3.3, 0.4, 2.9, 1.0], 0.4136054421768708],
    [[1, 2, 2, 3, 3], [0.1, 0.4, 0.2, 0.2, 0.9], 0.6104673061134529],
  ])('of %j and %j is %d', (left, right, expected) => {
    expect(weightedTau(left, right)).toBeCloseTo(expected, 10);
  });

  it('minds a swap at the top more than one at the bottom', () => {
    const truth = [5, 4, 3, 2, 1];
    expect(weightedTau([4, 5, 3, 2, 1], truth)).toBeLessThan(weightedTau([5, 4, 3, 1, 2], truth));
  });
});
