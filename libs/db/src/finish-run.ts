import type { RunError, RunEventBody, RunState } from '@graft/contracts';
import { insertEvents } from './events';
import { toJson, type Queryable } from './prisma';
import { announceRun } from './webhook-repository';

export type RunEnd = { state: 'succeeded' | 'cancelled' } | { state: 'failed'; error: RunError };

/**
 * Ends a run: its state, steps that never came to run (skipped, or cancelled with the run) and the
 * events of all that. A run that has ended already stays as it is.
 * @returns the state it has ended in
 */
export async function finishRun(
  tx: Queryable,
  run: { workspaceId: string; runId: string },
  end: RunEnd,
): Promise<RunState> {
  const { workspaceId, runId } = run;
  const before = await tx.$queryRaw<{ state: RunState }[]>`
    SELECT "state"::text AS state FROM "Run"
    WHERE "workspaceId" = ${workspaceId}::uuid AND "id" = ${runId}::uuid FOR UPDATE`;
  const state = before[0]?.state;
  if (state === 'succeeded' || state === 'failed' || state === 'cancelled') return state;
  const events = await endSteps(tx, run, end.state === 'cancelled' ? 'cancelled' : 'skipped');
  const error = end.state === 'failed' ? end.error : null;
  await tx.run.updateMany({
    where: { workspaceId, id: runId },
    data: {
      state: end.state,
      finishedAt: new Date(),
      ...(error === null ? {} : { error: toJson(error) }),
    },
  });
  await insertEvents(tx, run, [...events, { type: 'run-state', state: end.state, error }]);
  await announceRun(tx, run, end.state);
  return end.state;
}

async function endSteps(
  tx: Queryable,
  { workspaceId, runId }: { workspaceId: string; runId: string },
  state: 'skipped' | 'cancelled',
): Promise<RunEventBody[]> {
  const open = await tx.stepRun.updateManyAndReturn({
    where: { workspaceId, runId, state: { in: ['waiting', 'running', 'paused', 'parked'] } },
    data: { state, finishedAt: new Date(), holder: null },
    select: { stepId: true, kind: true },
  });
  // An attempt whose worker has died cannot give its lease back.
  await tx.lease.deleteMany({ where: { workspaceId, runId } });
  const reason = state === 'skipped' ? 'a step that it needs has failed' : null;
  return open.map(({ stepId, kind }) => ({
    type: 'step-state',
    ...{ stepId, kind, state, reason },
    cached: false,
    error: null,
    summary: null,
  }));
}
