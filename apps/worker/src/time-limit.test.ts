import { makeFakeStep } from '@graft/testing/fake-step';
import { describe, expect, it } from '@jest/globals';
import { runEngine } from './run-engine';

/** An engine that works until it is killed, as `EnginePool` tells of it. */
const endless = {
  run: (_start: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    }),
};

describe('a step that runs for longer than it may', () => {
  it('has its engine killed, and says what its limit is and what to do', async () => {
    const killer = new AbortController();
    let left = 0;
    const run = runEngine({
      start: { step: makeFakeStep('a', {}, { timeLimitSeconds: 0.05 }) },
      queue: 'graft-cpu',
      to: { services: { engines: { heavy: endless } }, keeper: { leave: () => (left += 1) } },
      heart: { engineEnded: () => (left += 1) },
      interruptions: { signal: new AbortController().signal },
      killer,
    } as never);
    await expect(run).rejects.toMatchObject({
      ...{ code: 'step.time-limit', details: { seconds: 0.05 } },
      message: expect.stringContaining('give it less to do'),
    });
    expect([killer.signal.aborted, left]).toEqual([true, 2]);
  });
});
