import { describe, expect, it } from '@jest/globals';
import { ActivityCancellationDetails } from '@temporalio/common';
import { Interruptions } from './interruption';

type Reason = ConstructorParameters<typeof ActivityCancellationDetails>[0];

/** An attempt that Temporal cancels for a reason, or whose worker drains when there is none. */
async function explain(reason: Reason | null, control: 'run' | 'pause' | 'cancel' = 'run') {
  const [cancel, drain] = [new AbortController(), new AbortController()];
  const context = {
    cancellationSignal: cancel.signal,
    cancellationDetails: reason ? new ActivityCancellationDetails(reason) : undefined,
  };
  const interruptions = new Interruptions(context, drain.signal, () => Promise.resolve(control));
  expect(interruptions.signal.aborted).toBe(false);
  (reason ? cancel : drain).abort();
  expect(interruptions.signal.aborted).toBe(true);
  const { stop, release, failure } = await interruptions.explain();
  return [stop, release?.state ?? null, failure.name, 'type' in failure ? failure.type : null];
}

describe('an interruption', () => {
  it('means what is wanted of the run when it was cancelled by the workflow', async () => {
    const asked = { cancelRequested: true };
    const failure = ['CancelledFailure', null];
    expect(await explain(asked, 'pause')).toEqual(['pause', 'paused', ...failure]);
    expect(await explain(asked, 'cancel')).toEqual(['cancel', 'cancelled', ...failure]);
    expect(await explain(asked, 'run')).toEqual(['pause', 'waiting', ...failure]);
  });

  it('writes nothing when the attempt is not the current one any more', async () => {
    for (const reason of [{ notFound: true }, { timedOut: true }, { reset: true }]) {
      expect(await explain(reason, 'cancel')).toEqual(['kill', null, 'CancelledFailure', null]);
    }
  });

  it('keeps the place and asks for another attempt when the worker stops', async () => {
    const drained = ['pause', 'waiting', 'ApplicationFailure', 'WorkerDraining'];
    expect(await explain(null, 'cancel')).toEqual(drained);
    expect(await explain({ workerShutdown: true })).toEqual(drained);
  });

  it('keeps the place when an operator pauses the activity', async () => {
    const [stop, release] = await explain({ paused: true }, 'cancel');
    expect([stop, release]).toEqual(['pause', 'waiting']);
  });

  it('is noticed when it came before anybody looked', () => {
    const aborted = AbortSignal.abort();
    const context = { cancellationSignal: aborted, cancellationDetails: undefined };
    const never = new AbortController().signal;
    const interruptions = new Interruptions(context, never, () => Promise.resolve('run'));
    expect(interruptions.signal.aborted).toBe(true);
  });
});
