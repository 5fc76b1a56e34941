import { describe, expect, it } from '@jest/globals';
import type { StepProgress } from '../runs/run-progress';
import { summariseProgress } from './summarise-progress';

const step = (stepId: string, state: StepProgress['state'], fraction = 0): StepProgress => ({
  ...{ stepId, state, kind: 'train', nodes: [], cached: false, reason: null, error: null },
  ...{ summary: null, rows: [], seconds: null, startedAt: null },
  progress: state === 'running' ? { fraction, text: 'epoch 5 of 10', secondsLeft: 8 } : null,
});
const run = (...steps: StepProgress[]) => ({
  state: 'running' as const,
  steps: Object.fromEntries(steps.map((each) => [each.stepId, each])),
});

describe('how far a run is', () => {
  it('counts each step the same, and the part of the one that runs', () => {
    const steps = run(step('a', 'reused'), step('b', 'running', 0.5), step('c', 'waiting'));
    expect(summariseProgress(steps)).toEqual({
      fraction: 0.5,
      text: 'epoch 5 of 10',
      secondsLeft: 8,
    });
  });

  it('says that it waits while nothing runs, and nothing of a time that is not known', () => {
    expect(summariseProgress(run(step('a', 'waiting')))).toEqual({
      fraction: 0,
      text: 'Waiting for a worker',
      secondsLeft: null,
    });
    expect(summariseProgress({ state: 'waiting', steps: {} }).fraction).toBe(0);
  });
});
