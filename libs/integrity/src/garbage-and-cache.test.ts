import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@graft/db';
import type { LocalBlobStore } from '@graft/storage';
import { randomBytes, randomUUID } from 'node:crypto';
import { collectGarbage } from './collect-garbage';
import { DAY_OLD, IntegrityRoom } from './integrity.fixture';
import { expireResults, limitCache, listCache, verifyCache } from './limit-cache';
import { DiskMeter } from './measure-disk';

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

describe('garbage collection', () => {
  it('removes what nothing names after its grace, and nothing else', async () => {
    const named = await room.finish(randomUUID());
    const inside = await blobs.put({ bytes: randomBytes(20) });
    const document = Buffer.from(JSON.stringify({ weights: inside.digest }));
    const spec = await room.finish(randomUUID(), document, 'with-parts');
    const young = await blobs.put({ bytes: randomBytes(30) });
    const old = await blobs.put({ bytes: randomBytes(40) });
    for (const digest of [named, inside.digest, spec, old.digest]) await room.age(digest);
    expect(await collectGarbage({ database, blobs })).toEqual({ blobs: 1, bytes: 40 });
    expect(await blobs.has(old.digest)).toBe(false);
    for (const digest of [named, inside.digest, spec, young.digest]) {
      expect(await blobs.has(digest)).toBe(true);
    }
  });

  it('keeps what is put again while it sweeps', async () => {
    const content = randomBytes(50);
    const { digest } = await blobs.put({ bytes: content });
    await room.age(digest);
    const swept = new Date();
    await blobs.put({ bytes: content });
    expect(await blobs.removeUnlessPutSince(digest, DAY_OLD)).toBe(false);
    expect(await blobs.verify(digest)).toBe(true);
    expect(await blobs.removeUnlessPutSince(digest, new Date(swept.getTime() + 60_000))).toBe(true);
  });

  it('drops the checkpoints of a step that has outputs', async () => {
    const key = randomUUID();
    const hold = await room.begin(key);
    await database.steps.takeLease(hold, key, 60);
    const stored = await blobs.put({ bytes: randomBytes(60) });
    const place = { seq: 1, epoch: 1, batch: 0, threads: 1 };
    await database.checkpoints.commit(hold, { key, ...place, ...stored });
    await room.commit(hold, key, randomBytes(70));
    await room.age(stored.digest);
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
      oldest: await room.finish(oldest!),
      running: await room.finish(running!),
      model: await room.finish(model!, randomBytes(1000), 'kept'),
      newest: await room.finish(newest!),
    };
    await room.begin(running!);
    const removed = await limitCache({ database, blobs }, 2500);
    expect(removed.map(({ key }) => key)).toEqual([oldest, model]);
    expect(await blobs.has(digests.oldest)).toBe(false);
    expect(await blobs.has(digests.running)).toBe(true);
    expect(await blobs.has(digests.model)).toBe(true);
    expect(await blobs.has(digests.newest)).toBe(true);
    expect((await room.look()).findings).toEqual([]);
    const left = await listCache({ database, blobs });
    const shown = left.map(({ key, bytes, inUse }) => [key, bytes, inUse]);
    expect(shown).toContainEqual([running, 1000, true]);
    expect(shown).toContainEqual([newest, 1000, false]);
  });

  it('ends results of a workspace after a time without use, never what is needed', async () => {
    await limitCache({ database, blobs }, 0);
    const [unused, running, model] = Array.from({ length: 3 }, () => randomUUID());
    const digests = {
      unused: await room.finish(unused!),
      running: await room.finish(running!),
      model: await room.finish(model!, randomBytes(1000), 'kept-for-good'),
    };
    await room.begin(running!);
    const store = { database, blobs };
    const soon = new Date(Date.now() + 60_000);
    expect(await expireResults(store, workspaceId, DAY_OLD)).toEqual([]);
    expect(await expireResults(store, randomUUID(), soon)).toEqual([]);
    const meter = new DiskMeter(database.upkeep, blobs);
    const before = await meter.measure(workspaceId);
    const expired = await expireResults(store, workspaceId, soon);
    expect(expired.map(({ key }) => key)).toEqual(expect.arrayContaining([unused, model]));
    expect(expired.map(({ key }) => key)).not.toContain(running);
    expect(await blobs.has(digests.unused)).toBe(false);
    expect(await blobs.has(digests.running)).toBe(true);
    expect(await blobs.has(digests.model)).toBe(true);
    const after = await meter.measure(workspaceId);
    expect(before.diskBytes - after.diskBytes).toBe(1000);
    expect(before.resultBytes - after.resultBytes).toBe(1000);
    expect((await room.look()).findings).toEqual([]);
  });

  it('counts a reuse as a use, and a reuse holds what it reuses', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await room.finish(first);
    await room.finish(second);
    const hold = await room.begin(first);
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
    const late = await room.begin(second);
    await expect(
      database.steps.commit(late, {
        ...{ outputs: cached!.outputs, effects: [], provenance: {} },
        ...{ state: 'reused', reason: null, publishAs: null, changed: false },
      }),
    ).rejects.toMatchObject({ code: 'cache.evicted' });
  });

  it('lets go of entries whose blobs are damaged', async () => {
    const key = randomUUID();
    await room.damage(await room.finish(key));
    expect((await verifyCache({ database, blobs })).map((item) => item.key)).toEqual([key]);
    expect(await database.cache.find(workspaceId, key)).toBeNull();
  });
});
