import type { RunError, RunEventBody, StepRunState as StepState } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { stepOutputsSchema, type Progress, type StepOutputs } from '@graft/plan';
import { commitStep, type StepCommit } from './commit-step';
import { insertEvents } from './events';
import type { StepRun } from './generated/client';
import { toJson, type Client } from './prisma';
import { listLeases, takeLease } from './leases';
import { listKept, type KeptResult } from './kept-results';
import { readCourse, type StepCourse } from './step-course';
import { recordEvents } from './record-events';
import { lockHeldStep, type StepHold } from './step-hold';
import { byId, pickRef, stateEvent, type StepRef } from './step-row';
import {
  decideStep,
  wishCourse,
  type CourseWish,
  type DecidedStep,
  type StepDecision,
} from './step-wishes';

/** What taking a step found. */
export type TakenStep =
  { taken: true; hold: StepHold } | { taken: false; state: StepState; fence: number };

/** How an attempt lets go of a step that has not ended well. A parked one waits for a person. */
export type StepRelease =
  | { state: 'waiting' | 'paused' | 'cancelled'; reason: string }
  | { state: 'parked'; error: RunError };

interface TakenRow {
  readonly fence: number;
  readonly kind: string;
  /** The attempt before neither ended nor let go: its worker or its engine is gone. */
  readonly cutOff: boolean;
}

function explainAttempt({ fence, cutOff }: TakenRow): string | null {
  if (fence === 1) return null;
  return `attempt ${fence}${cutOff ? '; the one before was cut off' : ''}`;
}

export class StepRepository {
  constructor(private readonly client: Client) {}

  /**
   * Raises the fence of a step and takes it, unless it has ended or is parked. From now on every write
   * of an earlier attempt fails.
   */
  async takeFence(step: StepRef, holder: string): Promise<TakenStep> {
    return this.client.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<TakenRow[]>`
        WITH before AS (
          SELECT "state" FROM "StepRun"
          WHERE "workspaceId" = ${step.workspaceId}::uuid AND "runId" = ${step.runId}::uuid
            AND "stepId" = ${step.stepId}
            AND "state" IN ('waiting', 'running', 'paused')
          FOR UPDATE
        )
        UPDATE "StepRun" SET "fence" = "fence" + 1, "holder" = ${holder}, "state" = 'running',
          "startedAt" = coalesce("startedAt", now())
        FROM before
        WHERE "workspaceId" = ${step.workspaceId}::uuid AND "runId" = ${step.runId}::uuid
          AND "stepId" = ${step.stepId}
        RETURNING "fence", "kind", before."state" = 'running' AS "cutOff"`;
      const row = rows[0];
      if (!row) return describeEnded(await tx.stepRun.findUnique(byId(step)), step);
      const reason = explainAttempt(row);
      const hold = { ...pickRef(step), fence: row.fence };
      await insertEvents(tx, step, [stateEvent(hold, row.kind, { state: 'running', reason })]);
      return { taken: true, hold };
    });
  }

  /**
   * Adds events of an attempt, and after them how far it is, if that is given.
   * @throws OperationalError `step.fenced`
   */
  async record(
    hold: StepHold,
    events: readonly RunEventBody[],
    progress: Progress | null = null,
  ): Promise<void> {
    if (events.length === 0 && progress === null) return;
    await recordEvents(this.client, hold, events, progress);
  }

  /** Ends a step well. See commitStep. */
  async commit(hold: StepHold, commit: StepCommit): Promise<void> {
    await this.client.$transaction((tx) => commitStep(tx, hold, commit));
  }

  /** Ends an attempt, and with `cancelled` the step. @throws OperationalError `step.fenced` */
  async release(hold: StepHold, release: StepRelease): Promise<void> {
    await this.client.$transaction(async (tx) => {
      await lockHeldStep(tx, hold);
      const ended = release.state === 'cancelled';
      const { kind } = await tx.stepRun.update({
        ...byId(hold),
        data: {
          state: release.state,
          holder: null,
          ...(release.state === 'parked' ? { error: toJson(release.error) } : {}),
          ...(ended ? { finishedAt: new Date() } : {}),
        },
      });
      await tx.lease.deleteMany({ where: { ...hold, fence: { lte: hold.fence } } });
      await insertEvents(tx, hold, [stateEvent(hold, kind, release)]);
    });
  }

  /**
   * Stores a wish about the course of a step; its worker hears of it within seconds.
   * @throws UserError `step.unknown`, `step.not-changeable`
   */
  async wish(step: StepRef, wish: CourseWish): Promise<StepState> {
    return this.client.$transaction((tx) => wishCourse(tx, step, wish));
  }

  /**
   * Decides about a parked step. Tell its workflow what comes back, then say so with markTold.
   * @throws UserError `step.unknown`, `step.not-parked`
   */
  async decide(step: StepRef, decision: StepDecision) {
    return this.client.$transaction((tx) => decideStep(tx, step, decision));
  }

  /** Decisions that a workflow may not have heard of, of all workspaces: for the reconciler. */
  async listUntold(): Promise<DecidedStep[]> {
    const rows = await this.client.stepRun.findMany({ where: { told: false } });
    return rows.flatMap(({ decision, fence, ...row }) =>
      decision === null ? [] : [{ ...pickRef(row), fence, decision }],
    );
  }

  async markTold({ fence, decision, ...step }: DecidedStep): Promise<void> {
    const { workspaceId, runId, stepId } = step;
    await this.client.stepRun.updateMany({
      where: { workspaceId, runId, stepId, decision, fence: { gte: fence } },
      data: { told: true },
    });
  }

  async readCourse(step: StepRef): Promise<StepCourse> {
    return readCourse(this.client, step);
  }

  /** Asks for smaller batches after memory ran out. @throws OperationalError `step.fenced` */
  async splitBatches(hold: StepHold, microBatches: number, note: RunEventBody): Promise<void> {
    await this.change(hold, { microBatches }, note);
  }

  /** Remembers that room was made for it once. @throws OperationalError `step.fenced` */
  async markFreedSpace(hold: StepHold, note: RunEventBody): Promise<void> {
    await this.change(hold, { freedSpace: true }, note);
  }

  /** Changed results of the runs that a run goes on from, the nearest first. */
  async listKept(workspaceId: string, parentId: string): Promise<KeptResult[]> {
    return listKept(this.client, workspaceId, parentId);
  }

  /** The same for the run of a step; nothing for a run without a parent. */
  async listKeptOf({ workspaceId, runId }: StepRef): Promise<KeptResult[]> {
    const run = await this.client.run.findUnique({
      where: { workspaceId_id: { workspaceId, id: runId } },
      select: { parentId: true },
    });
    return run?.parentId ? listKept(this.client, workspaceId, run.parentId) : [];
  }

  /** Whether one of these steps of the run has another result than its key says. */
  async hasChanged(run: Omit<StepRef, 'stepId'>, stepIds: readonly string[]): Promise<boolean> {
    const { workspaceId, runId } = run;
    const where = { workspaceId, runId, stepId: { in: [...stepIds] }, changed: true };
    return (await this.client.stepRun.count({ where })) > 0;
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
   * @returns false while another step has it
   * @throws OperationalError `step.fenced` for an attempt that has lost or ended its step: it would wait for ever
   */
  async takeLease(hold: StepHold, key: string, seconds: number): Promise<boolean> {
    return takeLease(this.client, hold, key, seconds);
  }

  private async change(
    hold: StepHold,
    data: { microBatches: number } | { freedSpace: boolean },
    note: RunEventBody,
  ): Promise<void> {
    await this.client.$transaction(async (tx) => {
      await lockHeldStep(tx, hold);
      await tx.stepRun.update({ ...byId(hold), data });
      await insertEvents(tx, hold, [note]);
    });
  }

  /** For the planner: which run computes each of these keys right now. */
  async listLeases(workspaceId: string, keys: readonly string[]): Promise<Map<string, string>> {
    return listLeases(this.client, workspaceId, keys);
  }

  /** Workers that run steps right now, with the queue of each; over all workspaces. */
  async listHolders(): Promise<{ queue: string; holder: string }[]> {
    const rows = await this.client.stepRun.findMany({
      where: { state: 'running', queue: { not: null }, holder: { not: null } },
      select: { queue: true, holder: true },
    });
    return rows.map(({ queue, holder }) => ({ queue: queue ?? '', holder: holder ?? '' }));
  }

  /** Gives the right back; nothing happens when it is another's by now. */
  async releaseLease(hold: StepHold, key: string): Promise<void> {
    await this.client.lease.deleteMany({ where: { ...pickRef(hold), key, fence: hold.fence } });
  }
}

function describeEnded(row: StepRun | null, { stepId, runId }: StepRef): TakenStep {
  if (row) return { taken: false, state: row.state, fence: row.fence };
  throw new UserError({
    code: 'step.unknown',
    status: 404,
    message: `The run ${runId} has no step ${stepId}.`,
  });
}
