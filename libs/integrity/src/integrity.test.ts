import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openDatabase, type Database } from '@graft/db';
import { LocalBlobStore } from '@graft/storage';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkIntegrity, repair } from './check-integrity';
import { collectGarbage } from './collect-garbage';
import { createBackup } from './create-backup';
import { IntegrityRoom, MIGRATIONS } from './integrity.fixture';
import { restoreBackup } from './restore-backup';

jest.setTimeout(120_000);

let room: IntegrityRoom;
let database: Database;
let blobs: LocalBlobStore;
let workspaceId: string;

beforeAll(async () => {
  room = await IntegrityRoom.open();
  ({ database, blobs, workspaceId } = room);
});

afterAll(() => room?.close());

describe('the check of integrity', () => {
  it('finds nothing where nothing is wrong', async () => {
    await room.finish(randomUUID());
    expect((await room.look()).findings).toEqual([]);
  });

  it('names what is gone, damaged, orphaned or unrecorded, and repairs what can be computed again', async () => {
    const gone = await room.finish(randomUUID());
    const damaged = await room.finish(randomUUID());
    const unrecorded = await room.finish(randomUUID());
    await blobs.remove(gone);
    await room.damage(damaged);
    const { digest: orphan } = await blobs.put({ bytes: randomBytes(10) });
    await room.age(orphan);
    await room.sql(`DELETE FROM "Blob" WHERE "digest" = '${unrecorded}'`);
    const { findings } = await room.look();
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
    expect((await room.look()).findings).toEqual([{ type: 'orphan', digest: orphan }]);
    await collectGarbage({ database, blobs });
    expect((await room.look()).findings).toEqual([]);
  });

  it('compares runs with their workflows', async () => {
    const { runId } = await room.begin(randomUUID());
    const stray = randomUUID();
    const workflows = { listOpen: () => Promise.resolve(new Set([stray])) };
    const { findings } = await checkIntegrity({ database, blobs, workflows });
    expect(findings).toContainEqual({ type: 'no-workflow', runId });
    expect(findings).toContainEqual({ type: 'stray-workflow', runId: stray });
  });

  it('names the first entry of the audit log that is not as it was written', async () => {
    const entry = { workspaceId: null, userId: null, subject: {}, requestId: null };
    for (const action of ['first', 'second', 'third']) {
      await database.audit.append({ ...entry, action });
    }
    const rename = (from: string, to: string) =>
      room.sql(
        `ALTER TABLE "AuditEntry" DISABLE TRIGGER USER;
         UPDATE "AuditEntry" SET "action" = '${to}' WHERE "action" = '${from}';
         ALTER TABLE "AuditEntry" ENABLE TRIGGER USER`,
      );
    await rename('second', 'nothing');
    const { findings } = await room.look();
    expect(findings).toEqual([{ type: 'audit-broken', entry: 2, reason: 'it was changed' }]);
    await rename('nothing', 'second');
    expect((await room.look()).findings).toEqual([]);
  });
});

describe('terminal states', () => {
  it('are final by a rule of the database, whoever writes', async () => {
    const hold = await room.begin(randomUUID());
    await room.commit(hold, null, randomBytes(10));
    await database.runs.finish(workspaceId, hold.runId, { state: 'succeeded' });
    const where = `WHERE "id" = '${hold.runId}'`;
    for (const state of ['running', 'failed', 'cancelled', 'waiting']) {
      await expect(room.sql(`UPDATE "Run" SET "state" = '${state}' ${where}`)).rejects.toThrow(
        'has ended as succeeded',
      );
    }
    await expect(
      room.sql(`UPDATE "StepRun" SET "state" = 'failed' WHERE "runId" = '${hold.runId}'`),
    ).rejects.toThrow('has ended as succeeded');
  });
});

describe('backup and restore', () => {
  it('under writes, give everything back; nothing is overwritten, damage is found', async () => {
    const key = randomUUID();
    const digest = await room.finish(key, Buffer.from('kept'), 'backed-up');
    let writing = true;
    const writes = (async () => {
      while (writing) await room.finish(randomUUID());
    })();
    const target = join(room.folder, 'backup');
    const { blobs: count, missing } = await createBackup(
      { databaseUrl: room.databaseUrl, blobs },
      target,
    );
    writing = false;
    await writes;
    expect(missing).toEqual([]);
    expect(count).toBeGreaterThan(1);
    const source = { databaseUrl: room.databaseUrl, blobs };
    await expect(createBackup(source, target)).rejects.toMatchObject({ code: 'backup.exists' });
    await expect(
      restoreBackup(target, { ...source, migrations: MIGRATIONS }),
    ).rejects.toMatchObject({
      code: 'restore.not-empty',
    });

    await room.sql('CREATE DATABASE restored');
    const databaseUrl = room.databaseUrl.replace('/graft?', '/restored?');
    const restored = new LocalBlobStore(join(room.folder, 'restored'));
    await restoreBackup(target, { databaseUrl, blobs: restored, migrations: MIGRATIONS });
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

    await room.sql('CREATE DATABASE other');
    const other = room.databaseUrl.replace('/graft?', '/other?');
    const events = join(target, 'tables', 'RunEvent.jsonl');
    await writeFile(events, (await readFile(events, 'utf8')).replace('succeeded', 'failed---'));
    await expect(
      restoreBackup(target, {
        ...{ databaseUrl: other, migrations: MIGRATIONS },
        blobs: new LocalBlobStore(join(room.folder, 'other')),
      }),
    ).rejects.toMatchObject({ code: 'backup.damaged' });
  });
});

async function countFiles(store: LocalBlobStore): Promise<number> {
  let count = 0;
  for await (const { bytes } of store.list()) count += bytes > 0 ? 1 : 0;
  return count;
}
