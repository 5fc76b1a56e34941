import { afterAll, beforeAll, expect, it, describe, jest } from '@jest/globals';
import type { Database } from '@graft/db';
import type { LocalBlobStore } from '@graft/storage';
import { randomBytes, randomUUID } from 'node:crypto';
import { collectGarbage } from './collect-garbage';
import { IntegrityRoom } from './integrity.fixture';
import { applyRetention, previewRetention } from './keep-by-age';

jest.setTimeout(120_000);

const NO_LIMITS = { mostRuns: null, mostGpuHours: null, mostDiskGigabytes: null, keptDays: null };

const NOTHING = { runs: 0, versions: 0, plans: 0, checkpoints: 0 };

let room: IntegrityRoom;
let database: Database;
let blobs: LocalBlobStore;
let workspaceId: string;

beforeAll(async () => {
  room = await IntegrityRoom.open();
  ({ database, blobs, workspaceId } = room);
});
afterAll(() => room?.close());

const setPolicy = (keptRunDays: number | null, keptCheckpointDays: number | null) =>
  database.limits.set(workspaceId, { ...NO_LIMITS, keptRunDays, keptCheckpointDays });

const listRuns = async () =>
  (await database.runs.list(workspaceId, { limit: 100 })).map(({ id }) => id);

/** A run that ended 10 days ago. */
async function endLongAgo(model?: string): Promise<string> {
  const hold = await room.begin(randomUUID());
  await room.commit(hold, null, randomBytes(10), model);
  await database.runs.finish(workspaceId, hold.runId, { state: 'succeeded' });
  await room.sql(
    `UPDATE "Run" SET "finishedAt" = now() - interval '10 days' WHERE "id" = '${hold.runId}'`,
  );
  return hold.runId;
}

/** A training with a checkpoint that was written 10 days ago. */
async function trainLongAgo() {
  const key = randomUUID();
  const hold = await room.begin(key);
  await database.steps.takeLease(hold, key, 60);
  const stored = await blobs.put({ bytes: randomBytes(60) });
  const place = { seq: 1, epoch: 1, batch: 0, threads: 1 };
  await database.checkpoints.commit(hold, { key, ...place, ...stored });
  await room.age(stored.digest);
  await room.sql(
    `UPDATE "Checkpoint" SET "createdAt" = now() - interval '10 days' WHERE "key" = '${key}'`,
  );
  const setLease = (until: string) =>
    room.sql(`INSERT INTO "Lease" SELECT "workspaceId", "key", "runId", "stepId", "fence", ${until}
      FROM "Checkpoint" WHERE "key" = '${key}'
      ON CONFLICT ("workspaceId", "key") DO UPDATE SET "expiresAt" = EXCLUDED."expiresAt"`);
  const has = async () => (await database.checkpoints.list(workspaceId, key)).length > 0;
  return { runId: hold.runId, digest: stored.digest, setLease, has };
}

describe('retention', () => {
  /*   old ── child (young)      alone (old)      registered (old) ── model      under way   */
  it('ends runs by age, never one that a model or another run goes back to', async () => {
    const [old, alone, registered] = [
      await endLongAgo(),
      await endLongAgo(),
      await endLongAgo('m'),
    ];
    const young = await room.begin(randomUUID());
    await database.runs.finish(workspaceId, young.runId, { state: 'cancelled' });
    await room.sql(`UPDATE "Run" SET "parentId" = '${old}' WHERE "id" = '${young.runId}'`);
    const { runId: underWay } = await room.begin(randomUUID());
    await setPolicy(7, null);
    expect(await previewRetention(database)).toEqual([{ ...NOTHING, workspaceId, runs: 1 }]);
    expect(await listRuns()).toContain(alone);
    // Its plan and its version are younger than the policy: they go in their turn.
    expect(await applyRetention(database)).toEqual([{ ...NOTHING, workspaceId, runs: 1 }]);
    const left = await listRuns();
    expect(left).not.toContain(alone);
    expect(left).toEqual(expect.arrayContaining([old, registered, young.runId, underWay]));
    const [entry] = await database.audit.list(workspaceId, { limit: 1 });
    expect(entry).toMatchObject({ action: 'retention', subject: { runs: 1, checkpoints: 0 } });
    expect(await database.audit.verify()).toMatchObject({ state: 'whole' });
    expect((await room.look()).findings).toEqual([]);
  });

  it('keeps a run whose hours on a GPU count in this month', async () => {
    const old = await endLongAgo();
    await room.sql(`INSERT INTO "StepRun" ("workspaceId", "runId", "stepId", "kind", "key", "queue", "startedAt", "finishedAt")
      VALUES ('${workspaceId}', '${old}', 'x', 'x', 'x', 'graft-gpu', now(), now())`);
    await applyRetention(database);
    expect(await listRuns()).toContain(old);
    await room.sql(`UPDATE "StepRun" SET "startedAt" = now() - interval '40 days',
      "finishedAt" = now() - interval '40 days' WHERE "runId" = '${old}'`);
    await applyRetention(database);
    expect(await listRuns()).not.toContain(old);
  });

  it('tells of what went before a failure, and goes on with the other workspaces', async () => {
    const told: unknown[] = [];
    const failed: string[] = [];
    const policy = { keptRunDays: 7, keptCheckpointDays: null };
    let left = 1;
    const rows = {
      retention: {
        listPolicies: () =>
          Promise.resolve(['a', 'b'].map((id) => ({ workspaceId: id, ...policy }))),
        removeRuns: (id: string) => {
          if (id === 'b') return Promise.resolve(0);
          if (left === 0) return Promise.reject(new Error('down'));
          left -= 1;
          return Promise.resolve(3);
        },
        removeVersions: () => Promise.resolve(0),
        removePlans: () => Promise.resolve(0),
        removePlanModels: () => Promise.resolve(0),
      },
      audit: { append: (entry: unknown) => Promise.resolve(told.push(entry)) },
    } as never;
    const ended = await applyRetention(rows, new Date(), (_, id) => failed.push(id));
    expect([failed, ended]).toEqual([['a'], [{ ...NOTHING, workspaceId: 'b' }]]);
    expect(told).toMatchObject([{ workspaceId: 'a', subject: { runs: 3 } }]);
  });

  it('ends a line of runs from its youngest member', async () => {
    const [first, second] = [await endLongAgo(), await endLongAgo()];
    await room.sql(`UPDATE "Run" SET "parentId" = '${first}' WHERE "id" = '${second}'`);
    await applyRetention(database);
    const left = await listRuns();
    expect([left.includes(first), left.includes(second)]).toEqual([false, false]);
  });

  it('ends the plans and versions that only such runs named', async () => {
    const [old, young] = [await endLongAgo(), await endLongAgo()];
    const digestOf = async (runId: string) =>
      (await database.runs.find(workspaceId, runId))?.planDigest ?? '';
    const plan = await digestOf(old);
    await room.sql(`UPDATE "Run" SET "finishedAt" = now() WHERE "id" = '${young}'`);
    await room.sql(`ALTER TABLE "Plan" DISABLE TRIGGER USER; ALTER TABLE "PipelineVersion" DISABLE TRIGGER USER;
      UPDATE "Plan" SET "createdAt" = now() - interval '10 days'
        WHERE "digest" IN ('${plan}', '${await digestOf(young)}');
      UPDATE "PipelineVersion" SET "createdAt" = now() - interval '10 days'
        WHERE "id" IN (SELECT "versionId" FROM "Run" WHERE "id" IN ('${old}', '${young}'));
      ALTER TABLE "Plan" ENABLE TRIGGER USER; ALTER TABLE "PipelineVersion" ENABLE TRIGGER USER`);
    const gone = { ...NOTHING, runs: 1, versions: 1, plans: 1 };
    expect(await previewRetention(database)).toEqual([{ ...NOTHING, workspaceId, runs: 1 }]);
    expect(await applyRetention(database)).toEqual([{ ...gone, workspaceId }]);
    expect(await listRuns()).toContain(young);
    const [entry] = await database.audit.list(workspaceId, { limit: 1 });
    expect(entry?.subject).toMatchObject(gone);
  });

  it('ends checkpoints of trainings that were given up, with their files', async () => {
    const [goesOn, computed, givenUp] = [
      await trainLongAgo(),
      await trainLongAgo(),
      await trainLongAgo(),
    ];
    for (const { runId } of [computed, givenUp])
      await database.runs.finish(workspaceId, runId, { state: 'cancelled' });
    for (const { setLease } of [goesOn, givenUp]) await setLease('now()');
    await computed.setLease(`now() + interval '1 hour'`);
    await setPolicy(null, 7);
    expect(await applyRetention(database)).toMatchObject([{ runs: 0, checkpoints: 1 }]);
    const there = [await goesOn.has(), await computed.has(), await givenUp.has()];
    expect(there).toEqual([true, true, false]);
    await collectGarbage({ database, blobs });
    expect(await blobs.has(givenUp.digest)).toBe(false);
    expect(await blobs.has(goesOn.digest)).toBe(true);
  });

  it('does nothing where nobody asked for it, and nothing is told then', async () => {
    const old = await endLongAgo();
    await setPolicy(null, null);
    expect(await applyRetention(database)).toEqual([]);
    await setPolicy(30, 30);
    expect(await applyRetention(database)).toEqual([{ ...NOTHING, workspaceId }]);
    const [entry] = await database.audit.list(workspaceId, { limit: 1 });
    expect(entry?.subject).toMatchObject({ checkpoints: 1 });
    expect(await listRuns()).toContain(old);
  });
});
