import type { RunEventBody, RunState } from '@graft/contracts';
import { UserError } from '@graft/errors';
import type { Plan } from '@graft/plan';
import { createRun, type NewRun, type RunInserter, type RunPriority } from './create-run';
import { finishRun, type RunEnd } from './finish-run';
import { insertEvents } from './events';
import { Gatherer } from './gatherer';
import type { PipelineVersion, Run, StepRun } from './generated/client';
import { insertRuns, type Inserted, type RunToInsert } from './insert-runs';
import { listRuns, type ListedRun, type RunPage } from './list-runs';
import { readPlan, StoredModels } from './plan-models';
import type { Client } from './prisma';
import { RecentPlans } from './recent-plans';
import { announceRun } from './webhook-repository';

export type RunControl = 'run' | 'pause' | 'cancel';

/** A run with its version and steps; steps are in plan order nowhere: sort by the plan. */
export type RunWithSteps = Run & { version: PipelineVersion; steps: StepRun[] };

export interface UnfinishedRun {
  workspaceId: string;
  runId: string;
  state: (typeof UNFINISHED)[number];
  control: RunControl;
  priority: RunPriority;
}

/** Runs in one statement: graphs may be megabytes. */
const MOST_AT_ONCE = 32;
const UNFINISHED = ['waiting', 'running', 'paused', 'parked'] as const;

export class RunRepository {
  private readonly plans = new RecentPlans();
  private readonly inserter: RunInserter;

  constructor(private readonly client: Client) {
    const insert = (runs: readonly RunToInsert[]) => insertRuns(client, runs);
    const inserting = new Gatherer<RunToInsert, Inserted>(insert, MOST_AT_ONCE);
    this.inserter = { client, stored: new StoredModels(), inserting };
  }

  /**
   * Accepts a run: version, plan, run, steps, outbox row and first event in one transaction. The same
   * id again finds the run that is there (`created` false).
   */
  async create(run: NewRun): Promise<{ runId: string; created: boolean }> {
    return createRun(this.inserter, run);
  }

  async find(workspaceId: string, runId: string): Promise<RunWithSteps | null> {
    return this.client.run.findUnique({
      where: { workspaceId_id: { workspaceId, id: runId } },
      include: { version: true, steps: true },
    });
  }

  /** Newest first. */
  async list(workspaceId: string, page: RunPage): Promise<ListedRun[]> {
    return listRuns(this.client, workspaceId, page);
  }

  /** Ids of the runs that go on from this one, oldest first. */
  async listChildren(workspaceId: string, parentId: string): Promise<string[]> {
    const rows = await this.client.run.findMany({
      where: { workspaceId, parentId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  /** Stores on which queue each step of a run waits for a worker. */
  async setQueues(
    workspaceId: string,
    runId: string,
    queues: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.client.$executeRaw`
      UPDATE "StepRun" SET "queue" = given.value
      FROM jsonb_each_text(${JSON.stringify(queues)}::jsonb) AS given
      WHERE "workspaceId" = ${workspaceId}::uuid AND "runId" = ${runId}::uuid
        AND "stepId" = given.key`;
  }

  /** @throws UserError `run.unknown` */
  async findPlan(workspaceId: string, runId: string): Promise<Plan> {
    const run = await this.client.run.findUnique({
      where: { workspaceId_id: { workspaceId, id: runId } },
      select: { planDigest: true },
    });
    if (!run) throw unknownRun(runId);
    const { planDigest: digest } = run;
    return this.plans.find(workspaceId, digest, () => readPlan(this.client, workspaceId, digest));
  }

  /**
   * Moves a run that has not ended between its unfinished states, with an event when it changes.
   * @returns the state it is in now
   */
  async changeState(
    workspaceId: string,
    runId: string,
    state: (typeof UNFINISHED)[number],
  ): Promise<RunState> {
    return this.client.$transaction(async (tx) => {
      const { count } = await tx.run.updateMany({
        where: { workspaceId, id: runId, state: { in: [...UNFINISHED], not: state } },
        data: { state },
      });
      if (count === 0) return (await this.require(workspaceId, runId)).state;
      await tx.run.updateMany({
        where: { workspaceId, id: runId, startedAt: null },
        data: { startedAt: new Date() },
      });
      const event: RunEventBody = { type: 'run-state', state, error: null };
      await insertEvents(tx, { workspaceId, runId }, [event]);
      if (state === 'parked') await announceRun(tx, { workspaceId, runId }, state);
      return state;
    });
  }

  /**
   * Stores what is wanted of a run; tell its workflow afterwards. Cancel is final.
   * @returns the run's state: nothing is stored for one that has ended
   * @throws UserError `run.unknown`
   */
  async setControl(workspaceId: string, runId: string, control: RunControl): Promise<RunState> {
    await this.client.run.updateMany({
      where: {
        ...{ workspaceId, id: runId, state: { in: [...UNFINISHED] } },
        ...(control === 'cancel' ? {} : { control: { not: 'cancel' } }),
      },
      data: { control },
    });
    return (await this.require(workspaceId, runId)).state;
  }

  /** Ends a run once and for all. @returns the state it has ended in, now or before */
  async finish(workspaceId: string, runId: string, end: RunEnd): Promise<RunState> {
    return this.client.$transaction((tx) => finishRun(tx, { workspaceId, runId }, end));
  }

  /** Runs that have not ended, of all workspaces: for the reconciler. */
  async listUnfinished(): Promise<UnfinishedRun[]> {
    const rows = await this.client.run.findMany({
      where: { state: { in: [...UNFINISHED] }, outbox: { dispatchedAt: { not: null } } },
      select: { workspaceId: true, id: true, state: true, control: true, priority: true },
    });
    return rows.map(({ id, state, ...row }) => ({
      ...row,
      runId: id,
      state: state as UnfinishedRun['state'],
    }));
  }

  private async require(workspaceId: string, runId: string): Promise<Run> {
    const run = await this.client.run.findUnique({
      where: { workspaceId_id: { workspaceId, id: runId } },
    });
    if (run) return run;
    throw unknownRun(runId);
  }
}

function unknownRun(runId: string): UserError {
  return new UserError({
    code: 'run.unknown',
    status: 404,
    message: `There is no run ${runId} in this workspace.`,
  });
}

export type { ListedRun, NewRun, RunEnd, RunPriority };
