import { describe, expect, it } from '@jest/globals';
import { estimateTimeLeft, type WeighedStep } from './estimate-time-left';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

function weigh(effort: number, change: Partial<WeighedStep['step']> = {}): WeighedStep {
  return {
    effort,
    step: { state: 'waiting', progress: null, startedAt: null, finishedAt: null, ...change },
  };
}

const over = { state: 'succeeded', startedAt: at(0), finishedAt: at(10) } as const;
const half = {
  state: 'running',
  startedAt: at(10),
  progress: { text: '', fraction: 0.5, secondsLeft: null },
} as const;

describe('the time left', () => {
  it('follows the pace of what is over', () => {
    expect(estimateTimeLeft([weigh(1, over), weigh(3)], at(10))).toEqual({
      ...{ fraction: 0.25, secondsLeft: 30 },
    });
  });

  it('counts half of a step that is half done', () => {
    expect(estimateTimeLeft([weigh(1, over), weigh(2, half), weigh(2)], at(20))).toEqual({
      ...{ fraction: 0.4, secondsLeft: 30 },
    });
  });

  it('is shared by steps that run beside each other', () => {
    const steps = [weigh(1, over), weigh(2, half), weigh(2, half), weigh(3)];
    expect(estimateTimeLeft(steps, at(20)).secondsLeft).toBe(25);
  });

  it('is not told before a pace is known', () => {
    expect(estimateTimeLeft([weigh(1), weigh(2)], at(20))).toEqual({
      ...{ fraction: 0, secondsLeft: null },
    });
  });

  it('leaves reused steps out', () => {
    const steps = [weigh(50, { ...over, state: 'reused' }), weigh(1, over), weigh(1)];
    expect(estimateTimeLeft(steps, at(10)).secondsLeft).toBe(10);
    expect(estimateTimeLeft([weigh(1, { state: 'reused' })], at(0)).fraction).toBe(1);
  });
});
