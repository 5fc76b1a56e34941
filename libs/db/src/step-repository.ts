import type { RunError, RunEventBody, StepRunState as StepState } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { stepOutputsSchema, type Progress, type StepOutputs } from '@graft/plan';
import { commitStep, type StepCommit } from './commit-step';
import { insertEvents } from './events';
import type { StepRun } from './generated/client';
import { toJson, type Client } from './prisma';
import { lockHeldStep, type StepHold } from './step-hold';

/** What taking a step found. */
export type TakenStep =
  { taken: true; hold: StepHold } | { taken: false; state: StepState; outputs: StepOutputs | null };

interface StepRef {
  workspaceId: string;
  runId: string;
  stepId: string;
}

/** How an attempt lets go of a step that has not ended well. */
export type StepRelease =
  | { state: 'waiting' | 'paused' | 'cancelled'; reason: string }
  | { state: 'failed'; error: RunError };

export class StepRepository {
  constructor(private readonly client: Client) {}

  /**
   * Raises the fence of a step and takes it, unless it has ended. From now on every write of an
   * earlier attempt fails.
   */
  async takeFence(step: StepRef, holder: string): Promise<TakenStep> {
    return this.client.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<{ fence: number; kind: string }[]>`
        UPDATE "StepRun" SET "fence" = "fence" + 1, "holder" = ${holder}, "state" = 'running',
          "startedAt" = coalesce("startedAt", now())
        WHERE "workspaceId" = ${step.workspaceId}::uuid AND "runId" = ${step.runId}::uuid
          AND "stepId" = ${step.stepId}
          AND "state" IN ('waiting', 'running', 'paused', 'parked')
        RETURNING "fence", "kind"`;
      const row = rows[0];
      if (!row) return describeEnded(await tx.stepRun.findUnique(byId(step)), step);
      const reason = row.fence > 1 ? `attempt ${row.fence}` : null;
      const hold = { ...pickRef(step), fence: row.fence };
      await insertEvents(tx, step, [stateEvent(hold, row.kind, { state: 'running', reason })]);
      return { taken: true, hold };
    });
  }

  /** Adds events of an attempt. @throws OperationalError `step.fenced` */
  async append(hold: StepHold, events: readonly RunEventBody[]): Promise<void> {
    if (events.length === 0) return;
    await this.client.$transaction(async (tx) => {
      await lockHeldStep(tx, hold);
      await insertEvents(tx, hold, events);
    });
  }

  /** Stores and announces how far an attempt is. @throws OperationalError `step.fenced` */
  async recordProgress(hold: StepHold, progress: Progress): Promise<void> {
    await this.client.$transaction(async (tx) => {
      await lockHeldStep(tx, hold);
      await tx.stepRun.update({ ...byId(hold), data: { progress: toJson(progress) } });
      await insertEvents(tx, hold, [{ type: 'progress', stepId: hold.stepId, progress }]);
    });
  }

  /** Ends a step well. See commitStep. */
  async commit(hold: StepHold, commit: StepCommit): Promise<void> {
    await this.client.$transaction((tx) => commitStep(tx, hold, commit));
  }

  /** Ends an attempt, and with `failed` or `cancelled` the step. @throws OperationalError `step.fenced` */
  async release(hold: StepHold, release: StepRelease): Promise<void> {
    await this.client.$transaction(async (tx) => {
      await lockHeldStep(tx, hold);
      const ended = release.state === 'failed' || release.state === 'cancelled';
      const { kind } = await tx.stepRun.update({
        ...byId(hold),
        data: {
          state: release.state,
          holder: null,
          ...(release.state === 'failed' ? { error: toJson(release.error) } : {}),
          ...(ended ? { finishedAt: new Date() } : {}),
        },
      });
      await tx.lease.deleteMany({ where: hold });
      await insertEvents(tx, hold, [stateEvent(hold, kind, release)]);
    });
  }

  /** Outputs of steps of a run that have ended well, by step id. */
  async findOutputs(
    workspaceId: string,
    runId: string,
    stepIds: readonly string[],
  ): Promise<Record<string, StepOutputs>> {
    const rows = await this.client.stepRun.findMany({
      where: {
        ...{ workspaceId, runId },
        stepId: { in: [...stepIds] },
        state: { in: ['succeeded', 'reused'] },
      },
    });
    return Object.fromEntries(
      rows.map((row) => [row.stepId, stepOutputsSchema.parse(row.outputs)] as const),
    );
  }

  /**
   * Takes the right to compute a key, or renews it: one step at a time computes the same thing.
   * @returns false while another step has it, and for an attempt that has lost or ended its step
   */
  async takeLease(hold: StepHold, key: string, seconds: number): Promise<boolean> {
    const { workspaceId, runId, stepId, fence } = hold;
    const rows = await this.client.$queryRaw<unknown[]>`
      INSERT INTO "Lease" AS held ("workspaceId", "key", "runId", "stepId", "fence", "expiresAt")
      SELECT "workspaceId", ${key}, "runId", "stepId", "fence",
             now() + make_interval(secs => ${seconds}::float8)
      FROM "StepRun" WHERE "workspaceId" = ${workspaceId}::uuid AND "runId" = ${runId}::uuid
        AND "stepId" = ${stepId} AND "fence" = ${fence} AND "state" = 'running' FOR SHARE
      ON CONFLICT ("workspaceId", "key") DO UPDATE SET
        "runId" = excluded."runId", "stepId" = excluded."stepId", "fence" = excluded."fence",
        "expiresAt" = excluded."expiresAt"
      WHERE held."expiresAt" < now()
        OR (held."runId" = excluded."runId" AND held."stepId" = excluded."stepId"
            AND held."fence" <= excluded."fence")
      RETURNING 1`;
    return rows.length > 0;
  }

  /** Gives the right back; nothing happens when it is another's by now. */
  async releaseLease(hold: StepHold, key: string): Promise<void> {
    await this.client.lease.deleteMany({ where: { ...pickRef(hold), key, fence: hold.fence } });
  }
}

function byId({ runId, stepId, workspaceId }: StepRef) {
  return { where: { runId_stepId: { runId, stepId }, workspaceId } };
}

function pickRef({ workspaceId, runId, stepId }: StepRef): StepRef {
  return { workspaceId, runId, stepId };
}

function describeEnded(row: StepRun | null, { stepId, runId }: StepRef): TakenStep {
  if (row) {
    const outputs = row.outputs === null ? null : stepOutputsSchema.parse(row.outputs);
    return { taken: false, state: row.state, outputs };
  }
  throw new UserError({
    code: 'step.unknown',
    status: 404,
    message: `The run ${runId} has no step ${stepId}.`,
  });
}

function stateEvent(
  { stepId }: StepRef,
  kind: string,
  change: { state: StepState; reason?: string | null; error?: RunError },
): RunEventBody {
  return {
    type: 'step-state',
    stepId,
    kind,
    state: change.state,
    cached: false,
    reason: change.reason ?? null,
    error: change.error ?? null,
    summary: null,
  };
}
