import type { Queryable } from './prisma';
import { fencedError, type StepHold } from './step-hold';

/** See StepRepository.takeLease. Time is the database's. */
export async function takeLease(
  on: Queryable,
  hold: StepHold,
  key: string,
  seconds: number,
): Promise<boolean> {
  const { workspaceId, runId, stepId, fence } = hold;
  const rows = await on.$queryRaw<unknown[]>`
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
  if (rows.length > 0) return true;
  const held = await on.stepRun.count({
    where: { workspaceId, runId, stepId, fence, state: 'running' },
  });
  if (held === 0) throw fencedError(hold);
  return false;
}

/** See StepRepository.listLeases. */
export async function listLeases(
  on: Queryable,
  workspaceId: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await on.$queryRaw<{ key: string; runId: string }[]>`
    SELECT "key", "runId"::text FROM "Lease" WHERE "workspaceId" = ${workspaceId}::uuid
      AND "key" = ANY(${[...keys]}) AND "expiresAt" > now()`;
  return new Map(rows.map(({ key, runId }) => [key, runId]));
}
