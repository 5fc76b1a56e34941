import { Prisma } from './generated/client';
import {
  countUnnamedPlans,
  countUnnamedVersions,
  dropUnnamedModels,
  dropUnnamedPlans,
  dropUnnamedVersions,
} from './drop-unnamed';
import { beginOfMonth } from './limit-repository';
import type { Client, Queryable } from './prisma';
import { mayRemove } from './upkeep-repository';

/** What a workspace lets go of, and when; null: never by age. */
export interface RetentionPolicy {
  readonly workspaceId: string;
  /** Days after its end for which a run is kept. */
  readonly keptRunDays: number | null;
  /** Days after it was written for which the last checkpoint of a training that was given up is kept. */
  readonly keptCheckpointDays: number | null;
}

/** Ends of rows by age. Everything is asked for anew in the statement that removes it. */
export class RetentionRepository {
  constructor(private readonly client: Client) {}

  /** Of the workspaces that have one. */
  async listPolicies(): Promise<RetentionPolicy[]> {
    const rows = await this.client.workspaceLimit.findMany({
      where: { OR: [{ keptRunDays: { not: null } }, { keptCheckpointDays: { not: null } }] },
      orderBy: { workspaceId: 'asc' },
    });
    return rows.map(({ workspaceId, keptRunDays, keptCheckpointDays }) => {
      return { workspaceId, keptRunDays, keptCheckpointDays };
    });
  }

  /** Runs that may go now, and only those that `removeRuns` would take first: a run goes after those that go on from it. */
  async countRuns(workspaceId: string, before: Date): Promise<number> {
    const [row] = await this.client.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM "Run" AS run WHERE ${isOver(workspaceId, before)}`;
    return row?.count ?? 0;
  }

  async countCheckpoints(
    workspaceId: string,
    before: Date,
  ): Promise<{ rows: number; bytes: number }> {
    const [row] = await this.client.$queryRaw<{ rows: number; bytes: number }[]>`
      SELECT count(*)::int AS rows, coalesce(sum("bytes"), 0)::float8 AS bytes
      FROM "Checkpoint" AS old WHERE ${isGivenUp(workspaceId, before)}`;
    return row ?? { rows: 0, bytes: 0 };
  }

  /**
   * Removes runs that ended before a time, oldest first, with their steps, events and messages. Kept are runs that
   * a model was registered by, runs that another one goes on from, those whose messages were not sent yet, and
   * those whose hours on a GPU count in this month.
   * @returns how many went; 0 while a backup reads
   */
  async removeRuns(workspaceId: string, before: Date, most: number): Promise<number> {
    return this.remove(async (tx) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        SELECT run."id"::text AS id FROM "Run" AS run WHERE ${isOver(workspaceId, before)}
        ORDER BY run."finishedAt" LIMIT ${most} FOR UPDATE SKIP LOCKED`;
      if (rows.length === 0) return 0;
      const locked = rows.map(({ id }) => id);
      // A run that goes on from one of them may have come before the lock; none can come after it.
      const still = await tx.$queryRaw<{ id: string }[]>`
        SELECT run."id"::text AS id FROM "Run" AS run
        WHERE run."id" = ANY(${locked}::uuid[]) AND ${isOver(workspaceId, before)}`;
      const ids = still.map(({ id }) => id);
      await dropRuns(tx, ids);
      return ids.length;
    });
  }

  /** Versions of pipelines and plans that may go now; those of runs that go now follow them. */
  async countUnnamed(
    workspaceId: string,
    before: Date,
  ): Promise<{ versions: number; plans: number }> {
    const [versions, plans] = await Promise.all([
      countUnnamedVersions(this.client, workspaceId, before),
      countUnnamedPlans(this.client, workspaceId, before),
    ]);
    return { versions, plans };
  }

  /**
   * Removes versions made before a time that no run names, unless they have a name or are the newest of their
   * pipeline, whose number is not given again.
   */
  async removeVersions(workspaceId: string, before: Date, most: number): Promise<number> {
    return this.remove((tx) => dropUnnamedVersions(tx, workspaceId, before, most));
  }

  /** Removes plans made before a time that no run names. */
  async removePlans(workspaceId: string, before: Date, most: number): Promise<number> {
    return this.remove((tx) => dropUnnamedPlans(tx, workspaceId, before, most));
  }

  /** Removes models made before a time that no plan names any more. */
  async removePlanModels(workspaceId: string, before: Date, most: number): Promise<number> {
    return this.remove((tx) => dropUnnamedModels(tx, workspaceId, before, most));
  }

  /**
   * Removes checkpoints older than a time of keys that no run under way has, that nobody computes, and of which
   * there is no result: trainings that were given up. Their files go with the next collection of garbage.
   */
  async removeCheckpoints(workspaceId: string, before: Date, most: number): Promise<number> {
    return this.remove(
      (tx) => tx.$executeRaw`
        DELETE FROM "Checkpoint" AS gone USING (
          SELECT old."key", old."seq" FROM "Checkpoint" AS old
          WHERE ${isGivenUp(workspaceId, before)}
          ORDER BY old."createdAt" LIMIT ${most} FOR UPDATE SKIP LOCKED
        ) AS chosen
        WHERE gone."workspaceId" = ${workspaceId}::uuid
          AND gone."key" = chosen."key" AND gone."seq" = chosen."seq"`,
    );
  }

  /** @returns 0 while a backup reads */
  private async remove(drop: (tx: Queryable) => Promise<number>): Promise<number> {
    return this.client.$transaction(async (tx) => ((await mayRemove(tx)) ? drop(tx) : 0));
  }
}

async function dropRuns(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const where = { runId: { in: [...ids] } };
  await tx.runEvent.deleteMany({ where });
  await tx.stepRun.deleteMany({ where });
  await tx.outbox.deleteMany({ where });
  await tx.run.deleteMany({ where: { id: { in: [...ids] } } });
}

/** Of a row `run`. */
function isOver(workspaceId: string, before: Date) {
  return Prisma.sql`run."workspaceId" = ${workspaceId}::uuid AND run."finishedAt" < ${before}
    AND NOT EXISTS (SELECT FROM "Run" AS child
      WHERE child."workspaceId" = run."workspaceId" AND child."parentId" = run."id")
    AND NOT EXISTS (SELECT FROM "ModelVersion" AS version WHERE version."runId" = run."id")
    AND NOT EXISTS (SELECT FROM "Lease" AS lease WHERE lease."runId" = run."id"
      AND lease."expiresAt" > now())
    AND NOT EXISTS (SELECT FROM "StepRun" AS step
      WHERE step."runId" = run."id" AND split_part(step."queue", ':', 1) = 'graft-gpu'
        AND step."startedAt" IS NOT NULL
        AND coalesce(step."finishedAt", now()) > ${beginOfMonth(new Date())})
    AND NOT EXISTS (SELECT FROM "WebhookDelivery" AS message
      WHERE message."runId" = run."id" AND message."deliveredAt" IS NULL
        AND message."givenUpAt" IS NULL)`;
}

/** Of a row `old`. */
function isGivenUp(workspaceId: string, before: Date) {
  return Prisma.sql`old."workspaceId" = ${workspaceId}::uuid AND old."createdAt" < ${before}
    AND NOT EXISTS (SELECT FROM "StepRun" AS step JOIN "Run" AS run ON run."id" = step."runId"
      WHERE step."workspaceId" = old."workspaceId" AND step."key" = old."key"
        AND run."finishedAt" IS NULL)
    AND NOT EXISTS (SELECT FROM "Lease" AS lease WHERE lease."workspaceId" = old."workspaceId"
      AND lease."key" = old."key" AND lease."expiresAt" > now())`;
}
