import { describe, expect, it } from '@jest/globals';
import { scheduleFactor } from './schedule';
import type { ScheduleSettings } from './settings';

function course(schedule: ScheduleSettings, totalSteps: number, stepsPerEpoch = 10): number[] {
  return Array.from({ length: totalSteps }, (_, step) =>
    scheduleFactor(schedule, { step, stepsPerEpoch, totalSteps, plateauFactor: 0.25 }),
  );
}

describe('the learning rate', () => {
  it('is constant after a straight warm-up that starts above 0', () => {
    const factors = course({ kind: 'constant', warmUp: 0.4 }, 10);
    expect(factors).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1]);
    expect(course({ kind: 'constant', warmUp: 0 }, 3)).toEqual([1, 1, 1]);
  });

  it('falls along half a cosine to its last factor', () => {
    // (1 + cos(pi x)) / 2 at quarters: 1, 0.853553, 0.5, 0.146447.
    const plain = course({ kind: 'cosine', warmUp: 0, finalFactor: 0 }, 4);
    [1, 0.853553, 0.5, 0.146447].forEach((value, step) =>
      expect(plain[step]).toBeCloseTo(value, 6),
    );
    const raised = course({ kind: 'cosine', warmUp: 0, finalFactor: 0.1 }, 4);
    [1, 0.868198, 0.55, 0.231802].forEach((value, step) =>
      expect(raised[step]).toBeCloseTo(value, 6),
    );
  });

  it('warms up before the cosine starts', () => {
    const factors = course({ kind: 'cosine', warmUp: 0.1, finalFactor: 0 }, 100);
    expect(factors.slice(0, 11).map((each) => Number(each.toFixed(3)))).toEqual([
      0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1,
    ]);
    expect(factors[55]).toBeCloseTo(0.5, 9);
  });

  it('drops by steps of whole epochs', () => {
    const factors = course({ kind: 'step', warmUp: 0, everyEpochs: 2, factor: 0.1 }, 50);
    expect([0, 19, 20, 39, 40].map((step) => factors[step])).toEqual([1, 1, 0.1, 0.1, 0.1 ** 2]);
  });

  it('goes up and down once in a one-cycle', () => {
    const factors = course(
      { kind: 'one-cycle', rise: 0.25, startDivisor: 25, finalDivisor: 1e5 },
      101,
    );
    expect(factors[0]).toBeCloseTo(0.04, 9);
    expect(factors[25]).toBeCloseTo(1, 9);
    expect(factors[100]).toBeCloseTo(1e-5, 9);
    expect(Math.max(...factors)).toBe(factors[25]);
    // Half way up and half way down lie the means of the ends.
    expect(factors[12]! + factors[13]!).toBeCloseTo(1.04, 2);
    expect(factors[62]! + factors[63]!).toBeCloseTo(1.00001, 2);
  });

  it('follows the plateau rule where that is chosen', () => {
    const plateau = {
      kind: 'plateau',
      factor: 0.5,
      patience: 1,
      minDelta: 0,
      cooldown: 0,
      minFactor: 0,
    } as const;
    expect(course(plateau, 2)).toEqual([0.25, 0.25]);
  });
});
