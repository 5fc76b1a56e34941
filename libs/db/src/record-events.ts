import type { RunEventBody } from '@graft/contracts';
import type { Progress } from '@graft/plan';
import { EVENT_CHANNEL } from './events';
import type { Queryable } from './prisma';
import { fencedError, type StepHold } from './step-hold';

/**
 * What lockHeldStep and insertEvents do, with how far the attempt is, in one statement: a training does this every
 * second, and each further one costs it time of the processors that it computes on. The step's row is locked first,
 * then the run's, as everywhere.
 * @throws OperationalError `step.fenced`
 */
export async function recordEvents(
  on: Queryable,
  hold: StepHold,
  events: readonly RunEventBody[],
  progress: Progress | null,
): Promise<void> {
  const { workspaceId, runId, stepId, fence } = hold;
  const news: RunEventBody[] = progress ? [{ type: 'progress', stepId, progress }] : [];
  const bodies = JSON.stringify([...events, ...news]);
  const count = events.length + news.length;
  const rows = await on.$queryRaw<unknown[]>`
    WITH held AS (
      UPDATE "StepRun"
      SET "progress" = coalesce(${progress && JSON.stringify(progress)}::jsonb, "progress")
      WHERE "workspaceId" = ${workspaceId}::uuid AND "runId" = ${runId}::uuid
        AND "stepId" = ${stepId} AND "fence" = ${fence} AND "state" = 'running'
      RETURNING "workspaceId", "runId"
    ), bumped AS (
      UPDATE "Run" SET "lastSeq" = "lastSeq" + ${count} FROM held
      WHERE "Run"."workspaceId" = held."workspaceId" AND "Run"."id" = held."runId"
      RETURNING "lastSeq"
    ), added AS (
      INSERT INTO "RunEvent" ("workspaceId", "runId", "seq", "type", "body", "at")
      SELECT ${workspaceId}::uuid, ${runId}::uuid,
             bumped."lastSeq" - ${count} + given.place::int,
             given.body->>'type', given.body, clock_timestamp()
      FROM bumped, jsonb_array_elements(${bodies}::jsonb) WITH ORDINALITY AS given(body, place)
      RETURNING "seq"
    )
    SELECT bumped."lastSeq" AS last,
           pg_notify(${EVENT_CHANNEL}, ${runId} || ':' || bumped."lastSeq")::text
    FROM bumped`;
  if (rows.length === 0) throw fencedError(hold);
}
