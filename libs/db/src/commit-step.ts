import { OperationalError } from '@graft/errors';
import type { Json } from '@graft/graph';
import type { Effect, StepOutputs } from '@graft/plan';
import { insertBlobs } from './blob-repository';
import { insertEvents } from './events';
import { insertModelVersion, type NewModelVersion } from './model-repository';
import { toJson, type Queryable } from './prisma';
import { fencedError, type StepHold } from './step-hold';

/** An effect of the engine with all that the database needs to carry it out. */
export type StepEffect = { type: Effect['type'] } & NewModelVersion;

export interface StepCommit {
  outputs: StepOutputs;
  provenance: Readonly<Record<string, Json>>;
  effects: readonly StepEffect[];
  /** `reused`: the outputs are another run's, found in the cache. */
  state: 'succeeded' | 'reused';
  /** In words, for `reused`: whose outputs they are. */
  reason: string | null;
  /** Key to publish the outputs under; null when its course was changed or it is not cacheable. */
  publishAs: string | null;
  /** The result is not what its key says: steps that need it must not publish theirs either. */
  changed: boolean;
}

/**
 * Ends a step well, all at once: blobs, effects, outputs, cache entry and event. Repeating the call
 * after a lost answer changes nothing; effects are carried out once per (run, step).
 * @throws OperationalError `step.fenced`, `cache.evicted` when what was to be reused is no longer cached
 */
export async function commitStep(tx: Queryable, hold: StepHold, commit: StepCommit): Promise<void> {
  if (await isCommitted(tx, hold, commit.state)) return;
  if (commit.state === 'reused' && !commit.changed) await holdEntry(tx, hold);
  await insertBlobs(tx, Object.values(commit.outputs.artifacts));
  for (const effect of commit.effects) await insertModelVersion(tx, hold, effect);
  const { kind } = await tx.stepRun.update({
    where: { runId_stepId: { runId: hold.runId, stepId: hold.stepId } },
    data: {
      state: commit.state,
      changed: commit.changed,
      outputs: toJson(commit.outputs),
      provenance: toJson(commit.provenance),
      finishedAt: new Date(),
    },
  });
  if (commit.publishAs !== null) await publish(tx, hold, kind, commit.publishAs, commit.outputs);
  await tx.lease.deleteMany({ where: { ...hold, fence: { lte: hold.fence } } });
  await announce(tx, hold, kind, commit);
}

async function isCommitted(tx: Queryable, hold: StepHold, state: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ state: string }[]>`
    SELECT "state"::text AS state FROM "StepRun"
    WHERE "workspaceId" = ${hold.workspaceId}::uuid AND "runId" = ${hold.runId}::uuid
      AND "stepId" = ${hold.stepId} AND "fence" = ${hold.fence}
    FOR UPDATE`;
  const found = rows[0]?.state;
  if (found === state) return true;
  if (found === 'running') return false;
  throw fencedError(hold);
}

/** Marks the reused entry as used. Its row is locked: what it names is not evicted before this is committed. */
async function holdEntry(tx: Queryable, { workspaceId, runId, stepId }: StepHold): Promise<void> {
  const held = await tx.$executeRaw`
    UPDATE "CacheEntry" AS entry SET "usedAt" = now() FROM "StepRun" AS step
    WHERE step."runId" = ${runId}::uuid AND step."stepId" = ${stepId}
      AND entry."workspaceId" = ${workspaceId}::uuid AND entry."key" = step."key"`;
  if (held > 0) return;
  throw new OperationalError({
    code: 'cache.evicted',
    message: 'The result that was to be reused has just left the cache; it is computed anew.',
  });
}

async function publish(
  tx: Queryable,
  { workspaceId, runId }: StepHold,
  kind: string,
  key: string,
  outputs: StepOutputs,
): Promise<void> {
  await tx.cacheEntry.createMany({
    data: [{ workspaceId, key, kind, runId, outputs: toJson(outputs) }],
    skipDuplicates: true,
  });
}

async function announce(
  tx: Queryable,
  hold: StepHold,
  kind: string,
  { state, reason, outputs }: StepCommit,
): Promise<void> {
  await insertEvents(tx, hold, [
    {
      type: 'step-state',
      ...{ stepId: hold.stepId, kind, state, reason },
      cached: state === 'reused',
      error: null,
      summary: outputs.summary,
    },
  ]);
}
