import type { RunPriority } from './create-run';
import type { Client } from './prisma';

export interface PendingRun {
  workspaceId: string;
  runId: string;
  priority: RunPriority;
}

/** Accepted runs whose workflow is still to be started. Serves the dispatcher, over all workspaces. */
export class OutboxRepository {
  constructor(private readonly client: Client) {}

  /**
   * Runs whose turn it is: those that are to be cancelled, then by priority, then by age. Several dispatchers may see the same run: starting
   * its workflow is idempotent.
   * @param runLimit runs of a workspace that may be under way at the same time, unless it has a limit of its own; paused and parked ones
   *   don't count, so that they hold up nobody
   */
  async listPending(runLimit: number, limit = 100): Promise<PendingRun[]> {
    return this.client.$queryRaw<PendingRun[]>`
      WITH waiting AS (
        SELECT run."id", run."workspaceId", run."priority", run."createdAt",
               run."control" = 'cancel' AS leaves,
               row_number() OVER (PARTITION BY run."workspaceId"
                 ORDER BY run."control" <> 'cancel', run."priority" DESC, run."createdAt", run."id") AS place
        FROM "Outbox" box JOIN "Run" run ON run."id" = box."runId"
        WHERE box."dispatchedAt" IS NULL
      ), active AS (
        SELECT run."workspaceId", count(*) AS runs
        FROM "Run" run JOIN "Outbox" box ON box."runId" = run."id"
        WHERE run."state" IN ('waiting', 'running') AND box."dispatchedAt" IS NOT NULL
        GROUP BY run."workspaceId"
      )
      SELECT waiting."id"::text AS "runId", waiting."workspaceId"::text,
             waiting."priority"::text AS "priority"
      FROM waiting LEFT JOIN active USING ("workspaceId")
        LEFT JOIN "WorkspaceLimit" most USING ("workspaceId")
      WHERE waiting.leaves
        OR waiting.place + coalesce(active.runs, 0) <= coalesce(most."mostRuns", ${runLimit})
      ORDER BY waiting.leaves DESC, waiting."priority" DESC, waiting."createdAt", waiting."id"
      LIMIT ${limit}`;
  }

  /** Whether any run waits, for its turn too. */
  async hasPending(): Promise<boolean> {
    return (await this.client.outbox.findFirst({ where: { dispatchedAt: null } })) !== null;
  }

  /** Call it after the workflow was started; a second call changes nothing. */
  async markDispatched(runId: string): Promise<void> {
    await this.client.outbox.updateMany({
      where: { runId, dispatchedAt: null },
      data: { dispatchedAt: new Date() },
    });
  }
}
