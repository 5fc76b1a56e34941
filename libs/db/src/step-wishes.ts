import {
  runErrorSchema,
  type RunEventBody,
  type StepRunState as StepState,
} from '@graft/contracts';
import { UserError } from '@graft/errors';
import { insertEvents } from './events';
import type { StepRun } from './generated/client';
import { readPlan } from './plan-models';
import type { Queryable } from './prisma';
import { byId, pickRef, stateEvent, type StepRef } from './step-row';

export type CourseWish = { finishEarly: true } | { learningRate: number };
export type StepDecision = 'retry' | 'skip' | 'end';

/** What the workflow must hear of a decision; `fence` tells one parking of a step from the next. */
export interface DecidedStep extends StepRef {
  fence: number;
  decision: StepDecision;
}

/** Stores a wish about the course of a step that runs or is paused; its worker hears of it. */
export async function wishCourse(
  tx: Queryable,
  step: StepRef,
  wish: CourseWish,
): Promise<StepState> {
  const row = await lockStep(tx, step);
  // Asked for again: the answer to the first time was lost.
  if ('finishEarly' in wish ? row.finishEarly : row.learningRate === wish.learningRate) {
    return row.state;
  }
  if (row.state !== 'running' && row.state !== 'paused') throw notChangeable(row);
  const change =
    'finishEarly' in wish
      ? { finishEarly: true }
      : { learningRate: wish.learningRate, learningRateVersion: { increment: 1 } };
  await tx.stepRun.update({ ...byId(step), data: change });
  const message =
    'finishEarly' in wish
      ? 'It is asked to end now, with its best model.'
      : `It is asked to go on with the learning rate ${wish.learningRate}.`;
  const code = 'finishEarly' in wish ? 'course.finish-early' : 'course.learning-rate';
  const { stepId } = step;
  await insertEvents(tx, step, [{ type: 'note', stepId, level: 'info', code, message }]);
  return row.state;
}

const AFTER = { retry: 'waiting', skip: 'skipped', end: 'failed' } as const;

/**
 * Carries out what a person decides about a parked step. The row is the truth at once; the workflow
 * is told afterwards. The same decision again changes nothing.
 */
export async function decideStep(
  tx: Queryable,
  step: StepRef,
  decision: StepDecision,
): Promise<{ state: StepState; decided: DecidedStep | null }> {
  const row = await lockStep(tx, step);
  if (row.state !== 'parked') {
    if (row.decision === decision) return { state: row.state, decided: null };
    throw notParked(row);
  }
  const state = AFTER[decision];
  const ended = decision !== 'retry';
  await tx.stepRun.update({
    ...byId(step),
    data: {
      ...{ state, decision, told: false, freedSpace: false },
      ...(ended ? { finishedAt: new Date() } : {}),
    },
  });
  if (!ended) await forgetError(tx, step);
  const reason = { retry: 'a person retries it', skip: 'a person skipped it', end: null }[decision];
  const error = decision === 'end' ? { error: runErrorSchema.parse(row.error) } : {};
  const events = [stateEvent(step, row.kind, { state, reason, ...error })];
  if (decision === 'skip') events.push(...(await skipDependents(tx, step)));
  await insertEvents(tx, step, events);
  return { state, decided: { ...pickRef(step), fence: row.fence, decision } };
}

async function forgetError(tx: Queryable, step: StepRef): Promise<void> {
  await tx.$executeRaw`UPDATE "StepRun" SET "error" = NULL
    WHERE "workspaceId" = ${step.workspaceId}::uuid AND "runId" = ${step.runId}::uuid
      AND "stepId" = ${step.stepId}`;
}

async function skipDependents(tx: Queryable, step: StepRef): Promise<RunEventBody[]> {
  const { workspaceId, runId, stepId } = step;
  const { planDigest: digest } = await tx.run.findUniqueOrThrow({
    where: { workspaceId_id: { workspaceId, id: runId } },
    select: { planDigest: true },
  });
  const plan = await readPlan(tx, workspaceId, digest);
  const gone = new Set([stepId]);
  for (const each of plan.steps) {
    if (each.needs.some((id) => gone.has(id))) gone.add(each.id);
  }
  const skipped = await tx.stepRun.updateManyAndReturn({
    where: { workspaceId, runId, stepId: { in: [...gone] }, state: 'waiting' },
    data: { state: 'skipped', finishedAt: new Date() },
    select: { stepId: true, kind: true },
  });
  const reason = 'a step that it needs was skipped';
  return skipped.map((each) =>
    stateEvent({ ...step, stepId: each.stepId }, each.kind, { state: 'skipped', reason }),
  );
}

async function lockStep(tx: Queryable, step: StepRef): Promise<StepRun> {
  await tx.$queryRaw`SELECT 1 FROM "StepRun" WHERE "workspaceId" = ${step.workspaceId}::uuid
    AND "runId" = ${step.runId}::uuid AND "stepId" = ${step.stepId} FOR UPDATE`;
  const row = await tx.stepRun.findUnique(byId(step));
  if (row) return row;
  throw new UserError({
    code: 'step.unknown',
    status: 404,
    message: 'There is no such step in this workspace.',
  });
}

function notChangeable({ state }: StepRun): UserError {
  return new UserError({
    code: 'step.not-changeable',
    status: 409,
    message: `The step is ${state}: its course can be changed while it runs or is paused.`,
    details: { state },
  });
}

function notParked({ state }: StepRun): UserError {
  return new UserError({
    code: 'step.not-parked',
    status: 409,
    message: `The step is ${state}, so there is nothing to decide about it.`,
    details: { state },
  });
}
