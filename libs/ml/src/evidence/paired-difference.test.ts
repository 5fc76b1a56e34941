import { describe, expect, it } from '@jest/globals';
import { mcnemarExact, pairedInterval, pairedShareInterval } from './paired-difference';
import { studentQuantile, studentShare } from './student-t';

describe("Student's t", () => {
  // Expected values: scipy.stats.t.ppf and .cdf, in fixtures/evidence-reference.py.
  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 4, 2.7764451051977934],
    [0.975, 24, 2.0638985616280245],
    [0.9, 9, 1.3830287383966329],
  ])('quantile %d at %d degrees of freedom', (share, freedom, expected) => {
    expect(studentQuantile(share, freedom)).toBeCloseTo(expected, 9);
  });

  it('starts at one half', () => {
    expect(studentShare(0, 5)).toBeCloseTo(0.5, 12);
    expect(studentShare(1.2, 7)).toBeCloseTo(0.8654140315863967, 12);
  });
});

describe('a paired difference over trials', () => {
  it('is wider than the plain t interval, by the shared examples', () => {
    // Mean .03, sd .0158114, t(4) 2.776445: half = 2.776445 * .0158114 * sqrt(1/5 + 1/4).
    const { mean, low, high } = pairedInterval([0.01, 0.02, 0.03, 0.04, 0.05], 1 / 4);
    expect(mean).toBeCloseTo(0.03, 12);
    expect(high - mean).toBeCloseTo(0.029448648, 8);
    expect(mean - low).toBeCloseTo(high - mean, 12);
  });

  it('says nothing from one trial', () => {
    expect(pairedInterval([0.2], 0.25)).toEqual({ mean: 0.2, low: -Infinity, high: Infinity });
  });
});

describe('a paired difference on one set of examples', () => {
  // Expected value: scipy.stats.binomtest(3, 15).pvalue, in fixtures/evidence-reference.py.
  it('has the exact p of McNemar', () => {
    expect(mcnemarExact({ gained: 3, lost: 12 })).toBeCloseTo(0.03515625, 10);
    expect(mcnemarExact({ gained: 0, lost: 0 })).toBe(1);
  });

  it('excludes zero where that test does, and not elsewhere', () => {
    const uneven = pairedShareInterval({ examples: 100, gained: 3, lost: 12 });
    expect(uneven.mean).toBeCloseTo(-0.09, 12);
    expect(uneven.high).toBeLessThan(0);
    const even = pairedShareInterval({ examples: 100, gained: 7, lost: 8 });
    expect(even.low).toBeLessThan(0);
    expect(even.high).toBeGreaterThan(0);
  });
});
