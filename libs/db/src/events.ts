import type { RunEventBody } from '@graft/contracts';
import { UserError } from '@graft/errors';
import type { Queryable } from './prisma';

/** Channel of NOTIFY; the payload is `<runId>:<seq>` and nothing else. */
export const EVENT_CHANNEL = 'graft_events';

/**
 * Adds events to a run: sequence numbers, rows and the notification in one statement, so they are
 * one with the caller's transaction. The run's row is locked until that ends: numbers have no gaps
 * and become visible in order. See docs/adr/0004-event-sequence.md.
 * @returns the sequence of the last event
 */
export async function insertEvents(
  on: Queryable,
  run: { workspaceId: string; runId: string },
  events: readonly RunEventBody[],
): Promise<number> {
  const bodies = JSON.stringify(events);
  const rows = await on.$queryRaw<{ last: number }[]>`
    WITH bumped AS (
      UPDATE "Run" SET "lastSeq" = "lastSeq" + ${events.length}
      WHERE "workspaceId" = ${run.workspaceId}::uuid AND "id" = ${run.runId}::uuid
      RETURNING "lastSeq"
    ), added AS (
      INSERT INTO "RunEvent" ("workspaceId", "runId", "seq", "type", "body", "at")
      SELECT ${run.workspaceId}::uuid, ${run.runId}::uuid,
             bumped."lastSeq" - ${events.length} + given.place::int,
             given.body->>'type', given.body, clock_timestamp()
      FROM bumped, jsonb_array_elements(${bodies}::jsonb) WITH ORDINALITY AS given(body, place)
      RETURNING "seq"
    )
    SELECT bumped."lastSeq" AS last,
           pg_notify(${EVENT_CHANNEL}, ${run.runId} || ':' || bumped."lastSeq")::text
    FROM bumped`;
  const last = rows[0]?.last;
  if (last !== undefined) return last;
  throw new UserError({
    code: 'run.unknown',
    status: 404,
    message: `There is no run ${run.runId} in this workspace.`,
  });
}
