import { describe, expect, it } from '@jest/globals';
import type { RunProgress, StepProgress } from '../../runs/run-progress';
import { sumSteps } from './sum-steps';

const step = (
  stepId: string,
  nodes: string[],
  state: StepProgress['state'],
  fraction?: number,
) => ({
  ...{
    stepId,
    kind: 'train',
    nodes,
    state,
    cached: false,
    reason: null,
    error: null,
    summary: null,
  },
  ...{ rows: [], seconds: null, startedAt: null },
  progress:
    fraction === undefined ? null : ({ fraction, text: 'Epoch 1', secondsLeft: 3 } as never),
});

function runOf(steps: readonly StepProgress[]): RunProgress {
  const byId = Object.fromEntries(steps.map((each) => [each.stepId, each]));
  return { runId: 'r', state: 'running', error: null, seq: 0, steps: byId, notes: [] };
}

describe('the step of a component', () => {
  const find = (...steps: StepProgress[]) => sumSteps(runOf(steps), 'head');

  it('is in the state that a person should look at first', () => {
    const done = step('a', ['head/a'], 'succeeded');
    const states = (['failed', 'parked', 'paused', 'waiting', 'reused'] as const).map(
      (state) =>
        find(done, step('b', ['head/tail/b'], state), step('c', ['heads'], 'failed'))?.state,
    );
    expect(states).toEqual(['failed', 'parked', 'paused', 'waiting', 'succeeded']);
    expect(find(step('c', ['heads', 'other/head'], 'failed'))).toBeNull();
  });

  it('is as far as all of its inside, while something of it runs', () => {
    const steps = [
      step('a', ['head/a'], 'succeeded'),
      step('b', ['head/b'], 'running', 0.5),
      step('c', ['head/c'], 'waiting'),
    ];
    const run = runOf(steps);
    expect(sumSteps(run, 'head')).toMatchObject({
      ...{ state: 'running', progress: { fraction: 0.5, text: 'Epoch 1' } },
    });
    expect(sumSteps(run, 'head')).toBe(sumSteps(run, 'head'));
    expect(sumSteps(run, 'head/b')).toBeNull();
  });
});
