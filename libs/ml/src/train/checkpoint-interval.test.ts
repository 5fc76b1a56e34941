import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkpointInterval } from './checkpoint-interval';

const HOURS = 3600;
const usual = { minSeconds: 10, maxSeconds: 120, meanSecondsBetweenFailures: 4 * HOURS };

describe('the time between checkpoints', () => {
  // sqrt(2 x 0.2 s x 4 h) = 75.9 s; 2 s would want 240 s, 1 ms 5.4 s.
  it.each([
    [0.2, 75.9],
    [2, 120],
    [0.001, 10],
    [null, 10],
  ])('within an epoch, at a cost of %s s, is %s s', (cost, expected) => {
    expect(checkpointInterval('within-epoch', cost, usual)).toBeCloseTo(expected, 1);
  });

  it('at the end of an epoch is the lower limit, unless that would cost more than 3 %', () => {
    expect(checkpointInterval('epoch-end', 0.2, usual)).toBe(10);
    expect(checkpointInterval('epoch-end', 0.6, usual)).toBeCloseTo(20);
  });

  it('never leaves the limits, and never costs more than 3 % below the upper one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (cost) => {
        const seconds = checkpointInterval('within-epoch', cost, usual);
        expect(seconds).toBeGreaterThanOrEqual(10);
        expect(seconds).toBeLessThanOrEqual(120);
        if (seconds < 120) expect(cost / seconds).toBeLessThanOrEqual(0.03 + 1e-9);
      }),
    );
  });
});
