import { OperationalError } from '@graft/errors';
import type { Queryable } from './prisma';

/** The right of one attempt to write about a step: good until another attempt takes the step. */
export interface StepHold {
  workspaceId: string;
  runId: string;
  stepId: string;
  fence: number;
}

/** The error of an attempt that has lost its step to a newer one. It must write nothing more. */
export function fencedError(hold: StepHold): OperationalError {
  return new OperationalError({
    code: 'step.fenced',
    message: `Another attempt has taken over the step ${hold.stepId}; this one stops.`,
    details: { stepId: hold.stepId, fence: hold.fence },
  });
}

/**
 * Locks the step's row for the rest of the transaction if the hold is good, so that no other attempt
 * can take the step before the caller's writes are committed.
 * @throws OperationalError `step.fenced`
 */
export async function lockHeldStep(on: Queryable, hold: StepHold): Promise<void> {
  const rows = await on.$queryRaw<{ fence: number }[]>`
    SELECT "fence" FROM "StepRun"
    WHERE "workspaceId" = ${hold.workspaceId}::uuid AND "runId" = ${hold.runId}::uuid
      AND "stepId" = ${hold.stepId} AND "fence" = ${hold.fence} AND "state" = 'running'
    FOR UPDATE`;
  if (rows.length === 0) throw fencedError(hold);
}
