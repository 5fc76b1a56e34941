import type { StepHold, StepRelease } from '@graft/db';
import {
  OperationalError,
  UnexpectedError,
  UserError,
  type GraftErrorOptions,
} from '@graft/errors';
import type { EngineOutcome } from '@graft/engine/host';
import type { StepOutcome } from '@graft/workflows';
import type { RunEventBody, RunError, StepRunState } from '@graft/contracts';
import type { AttemptEnd } from './attempt-end';
import { retryableFailure, toRunError } from './failures';
import { isCrash, judgeFailure, type AnyError, type Remedy } from './judge-failure';
import type { Heart } from './heart';
import { keepTrying } from './keep-trying';
import type { WorkerServices } from './services';

/** What a line of the log says about whose it is. */
export function nameHold({ workspaceId, runId, stepId, fence }: StepHold) {
  return { workspaceId, runId, stepId, fence };
}

/**
 * Writes down how an attempt ended.
 * @returns where the step stands, once it has ended or is parked
 * @throws what makes Temporal begin another attempt, or tells it that this one was cancelled
 */
export async function endAttempt(
  services: WorkerServices,
  hold: StepHold,
  heart: Heart,
  end: AttemptEnd,
): Promise<StepOutcome> {
  if (end.type === 'done') return { end: 'done' };
  if (end.type === 'interrupted') {
    const { release, failure } = end.interruption;
    if (release) await letGo(services, hold, release);
    throw failure;
  }
  const { error, place } = end;
  const asked = await keepTrying(() => services.database.steps.readCourse(hold));
  const remedy = judgeFailure(error, asked, isCrash(error) ? heart.countCrash(place) : 0);
  if (remedy.type === 'park') return park(services, hold, error, remedy.error);
  services.log.warn({ err: error, ...nameHold(hold), remedy }, 'attempt failed, another follows');
  await apply(services, hold, error, remedy);
  throw retryableFailure(error, remedy.type !== 'retry' || isCrash(error));
}

/** What the row of a step that can't be taken means for the workflow. */
export function toOutcome(state: StepRunState, fence: number): StepOutcome {
  switch (state) {
    case 'succeeded':
    case 'reused':
      return { end: 'done' };
    case 'failed':
    case 'skipped':
    case 'cancelled':
      return { end: state };
    case 'parked':
      return { parked: fence };
    case 'waiting':
    case 'running':
    case 'paused':
      throw new OperationalError({
        code: 'step.busy',
        message: `The step is ${state} and can be taken: another attempt follows.`,
      });
  }
}

async function park(
  services: WorkerServices,
  hold: StepHold,
  error: AnyError,
  reason: RunError,
): Promise<StepOutcome> {
  services.log.error({ err: error, ...nameHold(hold) }, 'step parked');
  await letGo(services, hold, { state: 'parked', error: reason });
  return { parked: hold.fence };
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

async function apply(
  services: WorkerServices,
  hold: StepHold,
  error: AnyError,
  remedy: Exclude<Remedy, { type: 'park' }>,
): Promise<void> {
  const { steps } = services.database;
  if (remedy.type === 'split-batches') {
    const note = noteOf(hold, 'memory.batches-split', SPLIT);
    await keepTrying(() => steps.splitBatches(hold, remedy.microBatches, note));
  } else if (remedy.type === 'free-space') {
    const freed = await services.freeSpace();
    const note = noteOf(hold, 'disk.freed', describeFreed(freed));
    await keepTrying(() => steps.markFreedSpace(hold, note));
  } else {
    const { code, message } = toRunError(error);
    // Only news: the attempt that follows writes its own state.
    await steps.record(hold, [noteOf(hold, code, message)]).catch(() => undefined);
  }
}

const SPLIT =
  'Memory ran out. It goes on from its last checkpoint with each batch computed in two halves whose gradients are added up; the result is kept apart from that of the plan.';

function describeFreed(bytes: number): string {
  const megabytes = Math.round(bytes / 1e6);
  return `The disk was full. Results that nothing needs were removed (${megabytes} MB), and it goes on from its last checkpoint.`;
}

function noteOf({ stepId }: StepHold, code: string, message: string): RunEventBody {
  return { type: 'note', stepId, level: 'warning', code, message };
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
