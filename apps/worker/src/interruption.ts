import type { RunControl } from '@graft/workflows';
import type { StepRelease } from '@graft/db';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { Context } from '@temporalio/activity';

/** Why an attempt must end before its step does, and how. */
export interface Interruption {
  /** What the engine is told; `kill` where nobody would take its checkpoint any more. */
  stop: 'pause' | 'cancel' | 'kill';
  /** What is written about the step; null when it is another attempt's by now. */
  release: StepRelease | null;
  /** What the activity ends with. */
  failure: Error;
}

/** Watches for what ends an attempt early. */
export class Interruptions {
  /** Aborted as soon as anything asks for the end. */
  readonly signal: AbortSignal;
  private readonly raised = new AbortController();

  constructor(
    private readonly context: Pick<Context, 'cancellationSignal' | 'cancellationDetails'>,
    private readonly draining: AbortSignal,
    /** What is wanted of the run, by its row. */
    private readonly readControl: () => Promise<RunControl>,
  ) {
    this.signal = this.raised.signal;
    for (const source of [context.cancellationSignal, draining]) {
      if (source.aborted) this.raise();
      else source.addEventListener('abort', this.raise, { once: true });
    }
  }

  /** Forgets its sources; call it when the attempt is over. */
  close(): void {
    this.context.cancellationSignal.removeEventListener('abort', this.raise);
    this.draining.removeEventListener('abort', this.raise);
  }

  /** Says what the end means; call it after the signal. */
  async explain(): Promise<Interruption> {
    const details = this.context.cancellationDetails;
    if (details?.notFound || details?.timedOut || details?.reset) return lost();
    if (!this.context.cancellationSignal.aborted || details?.workerShutdown) return drained();
    switch (details?.paused ? 'run' : await this.readControl()) {
      case 'cancel':
        return leave('cancel', { state: 'cancelled', reason: 'the run was cancelled' });
      case 'pause':
        return leave('pause', { state: 'paused', reason: 'the run was paused' });
      case 'run':
        return leave('pause', { state: 'waiting', reason: 'it was interrupted' });
    }
  }

  private readonly raise = (): void => {
    this.raised.abort();
  };
}

function leave(stop: 'pause' | 'cancel', release: StepRelease): Interruption {
  return { stop, release, failure: new CancelledFailure('interrupted') };
}

function lost(): Interruption {
  return { stop: 'kill', release: null, failure: new CancelledFailure('another attempt has it') };
}

/** The worker stops; the step is another worker's. */
export function drained(): Interruption {
  return {
    stop: 'pause',
    release: { state: 'waiting', reason: 'its worker stops; another goes on' },
    failure: ApplicationFailure.create({
      message: 'The worker stops.',
      type: 'WorkerDraining',
      nonRetryable: false,
      nextRetryDelay: '1 second',
    }),
  };
}
