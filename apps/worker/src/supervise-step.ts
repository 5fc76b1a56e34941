import type { StepHold } from '@graft/db';
import type { Step } from '@graft/plan';
import { placeOfRun, SpanStatusCode, type Span } from '@graft/tracing';
import type { StepOutcome, StepRef } from '@graft/workflows';
import type { Context } from '@temporalio/activity';
import { Attempt } from './attempt';
import { Course } from './course';
import { CourseKeeper } from './course-keeper';
import type { AttemptEnd } from './attempt-end';
import { endAttempt, nameHold, toOutcome } from './end-attempt';
import { finalFailure } from './failures';
import { Heart } from './heart';
import { drained } from './interruption';
import { keepTrying } from './keep-trying';
import type { WorkerServices } from './services';

/**
 * One attempt to bring a step to its end. It takes the step's fence, so that whatever an earlier
 * attempt still does has no effect; everything it writes is fenced; it may be killed at any
 * instruction, and the next attempt goes on from the last committed checkpoint.
 */
export async function superviseStep(
  services: WorkerServices,
  ref: StepRef,
  context: Context,
): Promise<StepOutcome> {
  // It beats from the start: the database may be away for longer than Temporal waits for a sign.
  const heart = new Heart({ context, heartbeatSeconds: services.config.heartbeatSeconds });
  try {
    return await takeAndRun(services, ref, context, heart);
  } finally {
    heart.stop();
  }
}

async function takeAndRun(
  services: WorkerServices,
  ref: StepRef,
  context: Context,
  heart: Heart,
): Promise<StepOutcome> {
  const { database, config, log } = services;
  const { cancellationSignal } = context;
  // The last poll of a worker that stops may still bring a step.
  if (services.draining.aborted) throw drained().failure;
  const take = () => database.steps.takeFence(ref, config.name);
  const taken = await keepTrying(take, cancellationSignal);
  if (!taken.taken) return toOutcome(taken.state, taken.fence);
  const { hold } = taken;
  const plan = await keepTrying(
    () => database.runs.findPlan(ref.workspaceId, ref.runId),
    cancellationSignal,
  );
  const step = plan.steps.find((each) => each.id === ref.stepId);
  if (!step) throw finalFailure({ code: 'step.unknown', message: 'The plan has no such step.' });
  const course = await keepTrying(() => findCourse(services, hold, step), cancellationSignal);
  const measured = services.metrics.begin(step, measureWait(context));
  const span = services.tracing.begin(`step ${step.kind}`, {
    parent: placeOfRun(ref.runId),
    attributes: { 'graft.run_id': ref.runId, 'graft.step_id': step.id, 'graft.fence': hold.fence },
  });
  const attempt = new Attempt(services, context, heart, hold, plan, step, course, measured, span);
  const end = await attempt.run();
  measured.end(end.type);
  endSpan(span, end);
  log.info({ ...nameHold(hold), kind: step.kind, end: end.type }, 'attempt');
  return endAttempt(services, hold, heart, end);
}

function endSpan(span: Span, end: AttemptEnd): void {
  span.setAttribute('graft.end', end.type);
  if (end.type === 'failed') {
    span.setStatus({ code: SpanStatusCode.ERROR, message: end.error.code });
  }
  span.end();
}

/** Seconds between when the attempt could have begun and when it did. */
function measureWait({ info }: Context): number {
  return (Date.now() - info.currentAttemptScheduledTimestampMs) / 1000;
}

async function findCourse(
  { database, config }: WorkerServices,
  hold: StepHold,
  step: Step,
): Promise<CourseKeeper> {
  const { steps } = database;
  const asked = await steps.readCourse(hold);
  const course = new Course(hold, step, asked, await steps.hasChanged(hold, step.needs));
  return new CourseKeeper(steps, hold, course, config.heartbeatSeconds * 2);
}
