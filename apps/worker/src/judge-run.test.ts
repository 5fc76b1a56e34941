import { describe, expect, it } from '@jest/globals';
import type { RunWithSteps } from '@graft/db';
import fc from 'fast-check';
import { MAX_EDGES, MAX_NODES } from '@graft/graph';
import { makeFakeStep } from '@graft/testing/fake-step';
import { describeStep, judge } from './run-activities';

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

/** What Temporal warns of; it refuses 2 MB. https://docs.temporal.io/cloud/limits */
const WARNING_BYTES = 256 * 1024;

describe('what the workflow is told of a plan', () => {
  it('stays small for the largest graph, whatever its parameters hold', () => {
    const ids = Array.from({ length: MAX_NODES }, (_, at) =>
      `cross-validate-${at}`.padEnd(27, '0'),
    );
    const wires = MAX_EDGES / MAX_NODES;
    const steps = ids.map((id, at) =>
      makeFakeStep(
        id,
        { text: 'x'.repeat(100_000) },
        { needs: ids.slice(Math.max(0, at - wires), at) },
      ),
    );
    expect(JSON.stringify(steps).length).toBeGreaterThan(40e6);
    const told = steps.map((step) => ({ ...describeStep(step, 60), queue: 'graft-cpu' }));
    expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThan(WARNING_BYTES);
  });
});
