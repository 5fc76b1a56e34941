import type { StepHold, StepRelease } from '@graft/db';
import {
  OperationalError,
  UnexpectedError,
  UserError,
  type GraftErrorOptions,
} from '@graft/errors';
import type { EngineOutcome } from '@graft/engine/host';
import { finalFailure, retryableFailure, toRunError } from './failures';
import type { Heart } from './heart';
import type { Interruption } from './interruption';
import { keepTrying } from './keep-trying';
import type { WorkerServices } from './services';

export type AnyError = UserError | OperationalError | UnexpectedError;

/** How an attempt ended. */
export type AttemptEnd =
  | { type: 'done' }
  | { type: 'interrupted'; interruption: Interruption }
  | { type: 'failed'; error: AnyError };

/** Crashes after one and the same checkpoint that end the step: more of them would change nothing. */
const MOST_CRASHES = 5;
/** The same for faults of ours, which repeat themselves more surely. */
const MOST_FAULTS = 3;

/** Writes down how an attempt ended, and throws what the activity must end with. */
export async function endAttempt(
  services: WorkerServices,
  hold: StepHold,
  heart: Heart,
  end: AttemptEnd,
): Promise<void> {
  if (end.type === 'done') return;
  if (end.type === 'interrupted') {
    const { release, failure } = end.interruption;
    if (release) await letGo(services, hold, release);
    throw failure;
  }
  const { error } = end;
  if (isFinal(error, heart)) {
    await letGo(services, hold, { state: 'failed', error: describe(error, heart) });
    services.log.error({ err: error, step: hold.stepId }, 'step failed');
    throw finalFailure(toRunError(error));
  }
  services.log.warn({ err: error, step: hold.stepId }, 'attempt failed, another follows');
  await tellAboutRetry(services, hold, error);
  throw retryableFailure(error, isCrash(error));
}

/** An attempt that has lost its step has nothing to let go. */
async function letGo(
  { database }: WorkerServices,
  hold: StepHold,
  release: StepRelease,
): Promise<void> {
  try {
    await keepTrying(() => database.steps.release(hold, release));
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== 'step.fenced') throw error;
  }
}

function isFinal(error: AnyError, heart: Heart): boolean {
  if (error instanceof UserError) return true;
  if (!isCrash(error)) return false;
  const crashes = heart.countCrash();
  return crashes >= (error instanceof UnexpectedError ? MOST_FAULTS : MOST_CRASHES);
}

function isCrash(error: AnyError): boolean {
  return error instanceof UnexpectedError || error.code.startsWith('engine.');
}

function describe(error: AnyError, heart: Heart) {
  if (error instanceof UserError) return toRunError(error);
  const { code, message } = toRunError(error);
  return {
    code: 'engine.crash-loop',
    message: `It failed ${heart.pulse.crashes} times at the same place, the last time so: ${message}`,
    details: { code },
  };
}

async function tellAboutRetry(
  { database }: WorkerServices,
  hold: StepHold,
  error: AnyError,
): Promise<void> {
  const { code, message } = toRunError(error);
  const note = { type: 'note', stepId: hold.stepId, level: 'warning', code, message } as const;
  // Only news: the attempt that follows writes its own state.
  await database.steps.append(hold, [note]).catch(() => undefined);
}

/** The failure that an engine reported, as one of the three roots. */
export function toEngineError(failed: Extract<EngineOutcome, { type: 'failed' }>): AnyError {
  const { code, message, details } = failed;
  const options: GraftErrorOptions = { code, message, details };
  switch (failed.errorClass) {
    case 'user':
    case 'resource':
      return new UserError(options);
    case 'operational':
      return new OperationalError(options);
    case 'unexpected':
      return new UnexpectedError(options);
  }
}
