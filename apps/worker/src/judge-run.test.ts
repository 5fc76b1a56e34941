import { describe, expect, it } from '@jest/globals';
import type { RunWithSteps } from '@graft/db';
import fc from 'fast-check';
import { judge } from './run-activities';

type StepRow = RunWithSteps['steps'][number];

const run = (...states: StepRow['state'][]) => ({
  steps: states.map((state, at) => {
    const error = state === 'failed' ? { code: 'x', message: 'broken' } : null;
    return { stepId: `step-${at}`, state, error } as StepRow;
  }),
});

describe('the end of a run', () => {
  it('is a success only if every step has ended well, even if a cancel came too late', () => {
    expect(judge(run('succeeded', 'reused'), false)).toEqual({ state: 'succeeded' });
    expect(judge(run('succeeded', 'reused'), true)).toEqual({ state: 'succeeded' });
    expect(judge(run(), false)).toEqual({ state: 'succeeded' });
  });

  it('names the step that failed', () => {
    expect(judge(run('succeeded', 'failed', 'waiting'), false)).toEqual({
      state: 'failed',
      error: { code: 'x', message: 'broken', stepId: 'step-1' },
    });
  });

  it('is cancelled when that was asked for and something is left', () => {
    expect(judge(run('failed', 'cancelled'), true)).toEqual({ state: 'cancelled' });
  });

  it('is a success without the steps that a person has skipped, if anything was done', () => {
    expect(judge(run('succeeded', 'skipped'), false)).toEqual({ state: 'succeeded' });
    expect(judge(run('skipped', 'skipped'), false)).toEqual({ state: 'cancelled' });
    expect(judge(run('succeeded', 'skipped', 'failed'), false).state).toBe('failed');
  });

  it('is never a success with a step that has not ended well', () => {
    const states = ['waiting', 'running', 'paused', 'parked', 'failed', 'cancelled'] as const;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('succeeded', 'reused', ...states)),
        fc.constantFrom(...states),
        fc.boolean(),
        (others, bad, cancelled) => {
          expect(judge(run(...others, bad), cancelled).state).not.toBe('succeeded');
        },
      ),
    );
  });
});
