import type { RunState } from '@graft/contracts';
import { UserError } from '@graft/errors';
import type { RunPriority } from './create-run';
import type { Client } from './prisma';

/** A run that waits for its turn; `position` counts from 1 in its workspace. */
export interface QueuedRun {
  runId: string;
  name: string | null;
  pipelineId: string | null;
  priority: RunPriority;
  position: number;
  since: Date;
}

/** A step that has all it needs but a worker; `position` counts from 1 over all workspaces. */
export interface QueuedStep extends QueuedRun {
  stepId: string;
  kind: string;
  queue: string;
}

const MOST = 500;

/** What waits, and who goes next. */
export class QueueRepository {
  constructor(private readonly client: Client) {}

  /** Runs of a workspace that wait for their turn, in the order of `OutboxRepository.listPending`. */
  async listRuns(workspaceId: string): Promise<QueuedRun[]> {
    return this.client.$queryRaw<QueuedRun[]>`
      SELECT run."id"::text AS "runId", version."graph"->>'name' AS "name",
             version."pipelineId"::text AS "pipelineId", run."priority"::text AS "priority",
             row_number() OVER (ORDER BY run."priority" DESC, run."createdAt", run."id")::int
               AS "position",
             run."createdAt" AS "since"
      FROM "Outbox" box JOIN "Run" run ON run."id" = box."runId"
        JOIN "PipelineVersion" version ON version."id" = run."versionId"
      WHERE box."dispatchedAt" IS NULL AND run."workspaceId" = ${workspaceId}::uuid
        AND run."control" <> 'cancel'
      ORDER BY "position" LIMIT ${MOST}`;
  }

  /**
   * Steps of a workspace that wait for a worker. Their positions are those of Temporal's queues: by priority,
   * then by when they came. Where the server shares workers out between workspaces it may go faster.
   */
  async listSteps(workspaceId: string): Promise<QueuedStep[]> {
    return this.client.$queryRaw<QueuedStep[]>`
      WITH ready AS (
        SELECT step."runId", step."stepId", step."kind", step."queue", run."workspaceId",
               run."versionId", run."priority",
               greatest(run."startedAt", run."prioritySetAt", max(need."finishedAt")) AS "since",
               bool_and(need."state" IS NULL OR need."state" IN ('succeeded', 'reused')) AS "free"
        FROM "Run" run JOIN "StepRun" step ON step."runId" = run."id"
          LEFT JOIN "StepRun" need
            ON need."runId" = step."runId" AND need."stepId" = ANY (step."needs")
        WHERE run."state" = 'running' AND run."control" = 'run'
          AND step."state" = 'waiting' AND step."queue" IS NOT NULL
        GROUP BY step."runId", step."stepId", run."id"
      ), placed AS (
        SELECT *, row_number() OVER (
          PARTITION BY "queue" ORDER BY "priority" DESC, "since", "runId", "stepId")::int AS "position"
        FROM ready WHERE "free"
      )
      SELECT placed."runId"::text AS "runId", placed."stepId", placed."kind", placed."queue",
             version."graph"->>'name' AS "name", version."pipelineId"::text AS "pipelineId",
             placed."priority"::text AS "priority", placed."position", placed."since"
      FROM placed JOIN "PipelineVersion" version ON version."id" = placed."versionId"
      WHERE placed."workspaceId" = ${workspaceId}::uuid
      ORDER BY placed."queue", placed."position" LIMIT ${MOST}`;
  }

  /**
   * Stores how urgent a run is; tell its workflow afterwards.
   * @returns the run's state: nothing is stored for one that has ended
   * @throws UserError `run.unknown`
   */
  async setPriority(
    workspaceId: string,
    runId: string,
    priority: RunPriority,
  ): Promise<{ state: RunState; priority: RunPriority }> {
    await this.client.run.updateMany({
      where: {
        ...{ workspaceId, id: runId, priority: { not: priority } },
        state: { in: ['waiting', 'running', 'paused', 'parked'] },
      },
      data: { priority, prioritySetAt: new Date() },
    });
    const run = await this.client.run.findUnique({
      where: { workspaceId_id: { workspaceId, id: runId } },
      select: { state: true, priority: true },
    });
    if (run) return run;
    throw new UserError({
      code: 'run.unknown',
      status: 404,
      message: `There is no run ${runId} in this workspace.`,
    });
  }
}
