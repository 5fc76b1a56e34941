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

  it('is a step that Graft has added, by its kind', () => {
    // extract-features -> train
    const steps = [
      { id: 'extract-1', kind: 'extract-features', needs: [] },
      { id: 'train-1', kind: 'train', needs: ['extract-1'] },
    ];
    const rows = [
      { stepId: 'extract-1', state: 'running', queue: 'graft-cpu' },
      { stepId: 'train-1', state: 'waiting', queue: 'graft-cpu' },
    ];
    const given = { state: 'running', steps: rows, nodeSteps: { train: 'train-1' } };
    const words = explainWaiting(
      given as unknown as Run,
      { steps } as unknown as Plan,
      null,
      String,
    );
    expect(Object.fromEntries(words)).toEqual({ 'train-1': 'Waiting for Extract features' });
  });

  it('is a worker with the labels that it asks for, with how many state them', () => {
    const say = (queue: string, connected: ReadonlyMap<string, number> | null) =>
      explain(run('running', 'waiting', queue), connected)['train-1'];
    const plain = [['graft-cpu', 2] as const, ['graft-gpu', 1] as const];
    expect(say('graft-cpu:lab2', new Map(plain))).toBe(
      'Waiting for a worker with the label lab2 (0 connected)',
    );
    expect(say('graft-cpu:lab2', new Map([...plain, ['graft-cpu:lab2', 1]]))).toBe(
      'Waiting for a free worker with the label lab2 (1 connected)',
    );
    expect(say('graft-gpu:big+lab2', new Map(plain))).toBe(
      'Waiting for a GPU worker with the labels big, lab2 (0 connected)',
    );
    expect(say('graft-cpu:lab2', null)).toBe('Waiting for a worker with the label lab2');
  });

  it('is its turn while the run has not begun, and nothing for a step that does not wait', () => {
    expect(explain(run('waiting', 'waiting', null), null)['train-1']).toBe('Waiting for its turn');
    expect(explain(run('running', 'succeeded', 'graft-cpu'), new Map([['graft-io', 1]]))).toEqual({
      'evaluate-1': 'Waiting for a free worker (1 connected)',
    });
  });
});
