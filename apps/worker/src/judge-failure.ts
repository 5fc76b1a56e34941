import type { RunError } from '@graft/contracts';
import type { StepCourse } from '@graft/db';
import { UnexpectedError, UserError, type OperationalError } from '@graft/errors';
import { toRunError } from './failures';

export type AnyError = UserError | OperationalError | UnexpectedError;

/** What is done about a failed attempt. */
export type Remedy =
  /** The world failed: another attempt, as often as it takes. */
  | { type: 'retry' }
  /** Memory ran out: once more with smaller parts of batches. */
  | { type: 'split-batches'; microBatches: number }
  /** The disk is full: once more with what can be removed gone. */
  | { type: 'free-space' }
  /** Another attempt would end the same way: a person decides. */
  | { type: 'park'; error: RunError };

/** Crashes at one place that park the step: more of them would change nothing. */
const MOST_CRASHES = 3;
const OUT_OF_MEMORY = 'engine.out-of-memory';
const DISK_FULL: readonly string[] = ['engine.disk-full', 'storage.full'];
/** Engines that were ended by us, or that could not know better. */
const NO_CRASH: readonly string[] = ['engine.pool-closed'];

/** @param crashes how often the engine has now crashed at the same place */
export function judgeFailure(
  error: AnyError,
  asked: Pick<StepCourse, 'microBatches' | 'freedSpace'>,
  crashes: number,
): Remedy {
  if (error.code === OUT_OF_MEMORY && asked.microBatches === 1) {
    return { type: 'split-batches', microBatches: 2 };
  }
  if (DISK_FULL.includes(error.code) && !asked.freedSpace) return { type: 'free-space' };
  if (error instanceof UserError || DISK_FULL.includes(error.code)) {
    return { type: 'park', error: toRunError(error) };
  }
  if (crashes >= MOST_CRASHES) return { type: 'park', error: describeLoop(error, crashes) };
  return { type: 'retry' };
}

/** Whether the engine, or we, are to blame; not the world around. */
export function isCrash(error: AnyError): boolean {
  if (error instanceof UnexpectedError) return true;
  return error.code.startsWith('engine.') && !NO_CRASH.includes(error.code);
}

function describeLoop(error: AnyError, crashes: number): RunError {
  const { code, message } = toRunError(error);
  return {
    code: 'engine.crash-loop',
    message: `It failed ${crashes} times at the same place, the last time so: ${message} Retry it after you have changed something about the worker, or skip it.`,
    details: { code },
  };
}
