import { Prisma } from './generated/client';
import type { Queryable } from './prisma';

/*
 * Each removal locks rows first and asks for them anew in the statement that removes them. A run that is being
 * accepted holds what it names (insertRuns): its rows are skipped. One that was accepted between the two
 * statements is seen by the second, and none can be accepted after it: it waits for the lock and then finds the
 * rows gone.
 */

export async function countUnnamedVersions(
  on: Queryable,
  workspaceId: string,
  before: Date,
): Promise<number> {
  return readCount(
    await on.$queryRaw`SELECT count(*)::int AS count FROM "PipelineVersion" AS version
      WHERE ${isUnnamedVersion(workspaceId, before)}`,
  );
}

export async function countUnnamedPlans(
  on: Queryable,
  workspaceId: string,
  before: Date,
): Promise<number> {
  return readCount(
    await on.$queryRaw`SELECT count(*)::int AS count FROM "Plan" AS plan
      WHERE ${isUnnamedPlan(workspaceId, before)}`,
  );
}

/** Inside a transaction. @returns how many went */
export async function dropUnnamedVersions(
  tx: Queryable,
  workspaceId: string,
  before: Date,
  most: number,
): Promise<number> {
  const locked = readKeys(
    await tx.$queryRaw`SELECT version."id"::text AS key FROM "PipelineVersion" AS version
      WHERE ${isUnnamedVersion(workspaceId, before)} LIMIT ${most} FOR UPDATE SKIP LOCKED`,
  );
  return tx.$executeRaw`DELETE FROM "PipelineVersion" AS version
    WHERE version."id" = ANY(${locked}::uuid[]) AND ${isUnnamedVersion(workspaceId, before)}`;
}

/** Inside a transaction. @returns how many went */
export async function dropUnnamedPlans(
  tx: Queryable,
  workspaceId: string,
  before: Date,
  most: number,
): Promise<number> {
  const locked = readKeys(
    await tx.$queryRaw`SELECT plan."digest" AS key FROM "Plan" AS plan
      WHERE ${isUnnamedPlan(workspaceId, before)} LIMIT ${most} FOR UPDATE SKIP LOCKED`,
  );
  return tx.$executeRaw`DELETE FROM "Plan" AS plan
    WHERE plan."digest" = ANY(${locked}) AND ${isUnnamedPlan(workspaceId, before)}`;
}

/** Inside a transaction. @returns how many went */
export async function dropUnnamedModels(
  tx: Queryable,
  workspaceId: string,
  before: Date,
  most: number,
): Promise<number> {
  const locked = readKeys(
    await tx.$queryRaw`SELECT model."digest" AS key FROM "PlanModel" AS model
      WHERE ${isUnnamedModel(workspaceId, before)} LIMIT ${most} FOR UPDATE SKIP LOCKED`,
  );
  if (locked.length === 0) return 0;
  return tx.$executeRaw`DELETE FROM "PlanModel" AS model
    WHERE model."digest" = ANY(${locked}) AND ${isUnnamedModel(workspaceId, before)}`;
}

/** Of a row `version`. What a deleted pipeline left nobody can open any more, whatever its name was. */
function isUnnamedVersion(workspaceId: string, before: Date) {
  return Prisma.sql`version."workspaceId" = ${workspaceId}::uuid AND version."createdAt" < ${before}
    AND (version."pipelineId" IS NULL OR (version."name" IS NULL
      AND EXISTS (SELECT FROM "PipelineVersion" AS newer
        WHERE newer."pipelineId" = version."pipelineId" AND newer."number" > version."number")))
    AND NOT EXISTS (SELECT FROM "Run" AS run WHERE run."versionId" = version."id")`;
}

/** Of a row `plan`. */
function isUnnamedPlan(workspaceId: string, before: Date) {
  return Prisma.sql`plan."workspaceId" = ${workspaceId}::uuid AND plan."createdAt" < ${before}
    AND NOT EXISTS (SELECT FROM "Run" AS run
      WHERE run."workspaceId" = plan."workspaceId" AND run."planDigest" = plan."digest")`;
}

/** Of a row `model`. */
function isUnnamedModel(workspaceId: string, before: Date) {
  return Prisma.sql`model."workspaceId" = ${workspaceId}::uuid AND model."createdAt" < ${before}
    AND model."digest" NOT IN (
      SELECT jsonb_object_keys(plan."body"->'models') FROM "Plan" AS plan
      WHERE plan."workspaceId" = ${workspaceId}::uuid)`;
}

function readCount(rows: unknown): number {
  const [row] = rows as { count: number }[];
  return row?.count ?? 0;
}

function readKeys(rows: unknown): string[] {
  return (rows as { key: string }[]).map(({ key }) => key);
}
