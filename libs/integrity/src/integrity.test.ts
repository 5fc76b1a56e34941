import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { applyMigrations, openDatabase, type Database, type StepHold } from '@graft/db';
import { LocalBlobStore } from '@graft/storage';
import { makeFakeStep } from '@graft/testing/fake-step';
import { startServices, type TestServices } from '@graft/testing/services';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { checkIntegrity, repair } from './check-integrity';
import { collectGarbage } from './collect-garbage';
import { createBackup } from './create-backup';
import { limitCache, listCache, verifyCache } from './limit-cache';
import { restoreBackup } from './restore-backup';

jest.setTimeout(120_000);

const migrations = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations');

let services: TestServices;
let database: Database;
let blobs: LocalBlobStore;
let workspaceId: string;
let folder: string;

beforeAll(async () => {
  services = await startServices(['postgres']);
  await applyMigrations(services.databaseUrl, migrations);
  database = openDatabase(services.databaseUrl);
  folder = await mkdtemp(join(tmpdir(), 'graft-integrity-'));
  blobs = new LocalBlobStore(join(folder, 'blobs'));
  ({ workspaceId } = await database.workspaces.ensure('default', 'owner'));
});

afterAll(async () => {
  await database?.close();
  await services?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** A run whose one step has been taken. */
async function begin(key: string): Promise<StepHold> {
  const step = makeFakeStep('a', {}, { key });
  const { runId } = await database.runs.create({
    workspaceId,
    version: { pipelineId: null, graph: {} },
    plan: { format: 'graft.plan/1', interpreter: 1, steps: [step], models: {} },
    planDigest: randomUUID(),
    nodeSteps: {},
    overrides: {},
  });
  await database.outbox.markDispatched(runId);
  const taken = await database.steps.takeFence({ workspaceId, runId, stepId: 'a' }, 'test');
  if (!taken.taken) throw new Error('the step was not free');
  return taken.hold;
}

async function commit(hold: StepHold, key: string | null, content: Buffer, model?: string) {
  const stored = await blobs.put({ bytes: content });
  const outputs = { artifacts: { weights: { kind: 'weights', ...stored } }, summary: {} } as const;
  const effect = {
    ...{ type: 'register-model' as const, name: model ?? '', notes: '', digest: stored.digest },
    ...{ labels: [], metrics: {} },
  } as const;
  await database.steps.commit(hold, {
    ...{ outputs, provenance: {}, state: 'succeeded', reason: null, publishAs: key },
    changed: false,
    effects: model === undefined ? [] : [effect],
  });
  return stored.digest;
}

/** A run that has ended; its step is cached under the key. */
async function finish(key: string, content = randomBytes(1000), model?: string): Promise<string> {
  const hold = await begin(key);
  const digest = await commit(hold, key, content, model);
  await database.runs.finish(workspaceId, hold.runId, { state: 'succeeded' });
  return digest;
}

const look = () => checkIntegrity({ database, blobs, workflows: null });
const DAY_OLD = new Date(Date.now() - 48 * 3_600_000);

async function age(digest: string): Promise<void> {
  await utimes(await blobs.locate(digest), DAY_OLD, DAY_OLD);
}

async function damage(digest: string): Promise<void> {
  const path = await blobs.locate(digest);
  const bytes = await readFile(path);
  bytes[0]! ^= 1;
  await writeFile(path, bytes);
}

describe('the check of integrity', () => {
  it('finds nothing where nothing is wrong', async () => {
    await finish(randomUUID());
    expect((await look()).findings).toEqual([]);
  });

  it('names what is gone, damaged, orphaned or unrecorded, and repairs what can be computed again', async () => {
    const gone = await finish(randomUUID());
    const damaged = await finish(randomUUID());
    const unrecorded = await finish(randomUUID());
    await blobs.remove(gone);
    await damage(damaged);
    const { digest: orphan } = await blobs.put({ bytes: randomBytes(10) });
    await age(orphan);
    await sql(`DELETE FROM "Blob" WHERE "digest" = '${unrecorded}'`);
    const { findings } = await look();
    const found = findings.map((each) => [each.type, 'digest' in each ? each.digest : '']);
    expect(found).toEqual(
      expect.arrayContaining([
        ['missing', gone],
        ['damaged', damaged],
        ['unrecorded', unrecorded],
        ['orphan', orphan],
      ]),
    );
    expect(found).toHaveLength(4);
    await database.blobs.record([{ digest: unrecorded, bytes: 1000 }]);
    await repair({ database }, findings);
    expect((await look()).findings).toEqual([{ type: 'orphan', digest: orphan }]);
    await collectGarbage({ database, blobs });
    expect((await look()).findings).toEqual([]);
  });

  it('compares runs with their workflows', async () => {
    const { runId } = await begin(randomUUID());
    const stray = randomUUID();
    const workflows = { listOpen: () => Promise.resolve(new Set([stray])) };
    const { findings } = await checkIntegrity({ database, blobs, workflows });
    expect(findings).toContainEqual({ type: 'no-workflow', runId });
    expect(findings).toContainEqual({ type: 'stray-workflow', runId: stray });
  });
});

describe('terminal states', () => {
  it('are final by a rule of the database, whoever writes', async () => {
    const hold = await begin(randomUUID());
    await commit(hold, null, randomBytes(10));
    await database.runs.finish(workspaceId, hold.runId, { state: 'succeeded' });
    const where = `WHERE "id" = '${hold.runId}'`;
    for (const state of ['running', 'failed', 'cancelled', 'waiting']) {
      await expect(sql(`UPDATE "Run" SET "state" = '${state}' ${where}`)).rejects.toThrow(
        'has ended as succeeded',
      );
    }
    await expect(
      sql(`UPDATE "StepRun" SET "state" = 'failed' WHERE "runId" = '${hold.runId}'`),
    ).rejects.toThrow('has ended as succeeded');
  });
});

describe('garbage collection', () => {
  it('removes what nothing names after its grace, and nothing else', async () => {
    const named = await finish(randomUUID());
    const inside = await blobs.put({ bytes: randomBytes(20) });
    const document = Buffer.from(JSON.stringify({ weights: inside.digest }));
    const spec = await finish(randomUUID(), document, 'with-parts');
    const young = await blobs.put({ bytes: randomBytes(30) });
    const old = await blobs.put({ bytes: randomBytes(40) });
    for (const digest of [named, inside.digest, spec, old.digest]) await age(digest);
    expect(await collectGarbage({ database, blobs })).toEqual({ blobs: 1, bytes: 40 });
    expect(await blobs.has(old.digest)).toBe(false);
    for (const digest of [named, inside.digest, spec, young.digest]) {
      expect(await blobs.has(digest)).toBe(true);
    }
  });

  it('keeps what is put again while it sweeps', async () => {
    const content = randomBytes(50);
    const { digest } = await blobs.put({ bytes: content });
    await age(digest);
    const swept = new Date();
    await blobs.put({ bytes: content });
    expect(await blobs.removeUnlessPutSince(digest, DAY_OLD)).toBe(false);
    expect(await blobs.verify(digest)).toBe(true);
    expect(await blobs.removeUnlessPutSince(digest, new Date(swept.getTime() + 60_000))).toBe(true);
  });

  it('drops the checkpoints of a step that has outputs', async () => {
    const key = randomUUID();
    const hold = await begin(key);
    await database.steps.takeLease(hold, key, 60);
    const stored = await blobs.put({ bytes: randomBytes(60) });
    const place = { seq: 1, epoch: 1, batch: 0, threads: 1 };
    await database.checkpoints.commit(hold, { key, ...place, ...stored });
    await commit(hold, key, randomBytes(70));
    await age(stored.digest);
    await collectGarbage({ database, blobs });
    expect(await database.checkpoints.list(workspaceId, key)).toEqual([]);
    expect(await blobs.has(stored.digest)).toBe(false);
  });
});

describe('the cache', () => {
  it('is kept below a limit by removing what was least lately used, never what is needed', async () => {
    await limitCache({ database, blobs }, 0);
    const [oldest, running, model, newest] = Array.from({ length: 4 }, () => randomUUID());
    const digests = {
      oldest: await finish(oldest!),
      running: await finish(running!),
      model: await finish(model!, randomBytes(1000), 'kept'),
      newest: await finish(newest!),
    };
    await begin(running!);
    const removed = await limitCache({ database, blobs }, 2500);
    expect(removed.map(({ key }) => key)).toEqual([oldest, model]);
    expect(await blobs.has(digests.oldest)).toBe(false);
    expect(await blobs.has(digests.running)).toBe(true);
    expect(await blobs.has(digests.model)).toBe(true);
    expect(await blobs.has(digests.newest)).toBe(true);
    expect((await look()).findings).toEqual([]);
    const left = await listCache({ database, blobs });
    const shown = left.map(({ key, bytes, inUse }) => [key, bytes, inUse]);
    expect(shown).toContainEqual([running, 1000, true]);
    expect(shown).toContainEqual([newest, 1000, false]);
  });

  it('counts a reuse as a use, and a reuse holds what it reuses', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await finish(first);
    await finish(second);
    const hold = await begin(first);
    const cached = await database.cache.find(workspaceId, first);
    const commitReuse = () =>
      database.steps.commit(hold, {
        ...{ outputs: cached!.outputs, effects: [], provenance: {} },
        ...{ state: 'reused', reason: null, publishAs: null, changed: false },
      });
    await commitReuse();
    const keys = (await listCache({ database, blobs })).map(({ key }) => key);
    expect(keys.indexOf(first)).toBeGreaterThan(keys.indexOf(second));
    await database.cache.forget(workspaceId, second);
    const late = await begin(second);
    await expect(
      database.steps.commit(late, {
        ...{ outputs: cached!.outputs, effects: [], provenance: {} },
        ...{ state: 'reused', reason: null, publishAs: null, changed: false },
      }),
    ).rejects.toMatchObject({ code: 'cache.evicted' });
  });

  it('lets go of entries whose blobs are damaged', async () => {
    const key = randomUUID();
    await damage(await finish(key));
    expect((await verifyCache({ database, blobs })).map((item) => item.key)).toEqual([key]);
    expect(await database.cache.find(workspaceId, key)).toBeNull();
  });
});

describe('backup and restore', () => {
  it('under writes, give everything back; nothing is overwritten, damage is found', async () => {
    const key = randomUUID();
    const digest = await finish(key, Buffer.from('kept'), 'backed-up');
    let writing = true;
    const writes = (async () => {
      while (writing) await finish(randomUUID());
    })();
    const target = join(folder, 'backup');
    const { blobs: count, missing } = await createBackup(
      { databaseUrl: services.databaseUrl, blobs },
      target,
    );
    writing = false;
    await writes;
    expect(missing).toEqual([]);
    expect(count).toBeGreaterThan(1);
    const source = { databaseUrl: services.databaseUrl, blobs };
    await expect(createBackup(source, target)).rejects.toMatchObject({ code: 'backup.exists' });
    await expect(restoreBackup(target, { ...source, migrations })).rejects.toMatchObject({
      code: 'restore.not-empty',
    });

    await sql('CREATE DATABASE restored');
    const databaseUrl = services.databaseUrl.replace('/graft?', '/restored?');
    const restored = new LocalBlobStore(join(folder, 'restored'));
    await restoreBackup(target, { databaseUrl, blobs: restored, migrations });
    const copy = openDatabase(databaseUrl);
    try {
      const report = await checkIntegrity({ database: copy, blobs: restored, workflows: null });
      expect(report.findings).toEqual([]);
      expect(report.blobs).toBeGreaterThan(1);
      expect(await countFiles(restored)).toBe(count);
      const model = await copy.models.find(workspaceId, 'backed-up');
      expect(model?.digest).toBe(digest);
      expect((await restored.read(digest)).toString()).toBe('kept');
      expect((await copy.cache.find(workspaceId, key))?.outputs).toBeDefined();
    } finally {
      await copy.close();
    }

    await sql('CREATE DATABASE other');
    const other = services.databaseUrl.replace('/graft?', '/other?');
    const events = join(target, 'tables', 'RunEvent.jsonl');
    await writeFile(events, (await readFile(events, 'utf8')).replace('succeeded', 'failed---'));
    await expect(
      restoreBackup(target, {
        ...{ databaseUrl: other, migrations },
        blobs: new LocalBlobStore(join(folder, 'other')),
      }),
    ).rejects.toMatchObject({ code: 'backup.damaged' });
  });
});

async function countFiles(store: LocalBlobStore): Promise<number> {
  let count = 0;
  for await (const { bytes } of store.list()) count += bytes > 0 ? 1 : 0;
  return count;
}

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: services.databaseUrl });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
