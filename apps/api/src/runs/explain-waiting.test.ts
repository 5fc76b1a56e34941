import { describe, expect, it } from '@jest/globals';
import type { Plan } from '@graft/plan';
import { explainWaiting } from './explain-waiting';

type Run = Parameters<typeof explainWaiting>[0];

// train -> evaluate
const plan = {
  steps: [
    { id: 'train-1', needs: [] },
    { id: 'evaluate-1', needs: ['train-1'] },
  ],
} as unknown as Plan;

const run = (state: Run['state'], train: string, queue: string | null): Run => {
  const steps = [
    { stepId: 'train-1', state: train, queue },
    { stepId: 'evaluate-1', state: 'waiting', queue: 'graft-io' },
  ];
  return {
    state,
    steps,
    nodeSteps: { train: 'train-1', evaluate: 'evaluate-1' },
  } as unknown as Run;
};

const explain = (given: Run, connected: ReadonlyMap<string, number> | null) =>
  Object.fromEntries(explainWaiting(given, plan, connected, (node) => `my ${node}`));

describe('what a waiting step waits for', () => {
  it('is a worker of its queue, with how many are connected', () => {
    const waits = run('running', 'waiting', 'graft-gpu');
    expect(explain(waits, new Map([['graft-gpu', 0]]))).toEqual({
      'train-1': 'Waiting for a GPU worker (0 connected)',
      'evaluate-1': 'Waiting for my train',
    });
    expect(explain(waits, new Map([['graft-gpu', 2]]))['train-1']).toBe(
      'Waiting for a free GPU worker (2 connected)',
    );
    expect(explain(waits, null)['train-1']).toBe('Waiting for a GPU worker');
  });

  it('is its turn while the run has not begun, and nothing for a step that does not wait', () => {
    expect(explain(run('waiting', 'waiting', null), null)['train-1']).toBe('Waiting for its turn');
    expect(explain(run('running', 'succeeded', 'graft-cpu'), new Map([['graft-io', 1]]))).toEqual({
      'evaluate-1': 'Waiting for a free worker (1 connected)',
    });
  });
});
