import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { LocalBlobStore } from './local-blob-store';
import { realDisk, type Disk } from './write-durably';

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let store: LocalBlobStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-blobs-'));
  store = new LocalBlobStore(folder);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A disk whose k-th changing call, counted over files too, does something else. */
function breakAt(k: number, fail: (name: string) => Error): { disk: Disk; calls: string[] } {
  const calls: string[] = [];
  const wrap = (target: object): object =>
    new Proxy(target, {
      get(from, name) {
        const member: unknown = Reflect.get(from, name, from);
        if (typeof member !== 'function' || typeof name !== 'string') return member;
        return async (...given: unknown[]) => {
          calls.push(name);
          if (calls.length === k) throw fail(name);
          const result: unknown = await member.apply(from, given);
          return name === 'open' ? wrap(result as object) : result;
        };
      },
    });
  return { disk: wrap(realDisk) as Disk, calls };
}

const full = () => Object.assign(new Error('no space left'), { code: 'ENOSPC' });

describe('LocalBlobStore', () => {
  it('gives back what was put, whatever the source', async () => {
    const content = randomBytes(3_000_000);
    const path = join(folder, 'source');
    await writeFile(path, content);
    const expected = { digest: digestOf(content), bytes: content.length };
    expect(await store.put({ bytes: content })).toEqual(expected);
    expect(await store.put({ path }, expected.digest)).toEqual(expected);
    const halves = Readable.from([content.subarray(0, 7), content.subarray(7)]);
    expect(await store.put({ stream: halves })).toEqual(expected);
    expect((await store.read(expected.digest)).equals(content)).toBe(true);
    const streamed: Buffer[] = [];
    for await (const chunk of await store.open(expected.digest)) streamed.push(chunk as Buffer);
    expect(Buffer.concat(streamed).equals(content)).toBe(true);
    expect((await readFile(await store.locate(expected.digest))).equals(content)).toBe(true);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('refuses content that is not what was announced, and keeps none of it', async () => {
    const put = store.put({ bytes: Buffer.from('x') }, digestOf(Buffer.from('y')));
    await expect(put).rejects.toMatchObject({ code: 'blob.digest-mismatch', errorClass: 'user' });
    expect(await readdir(folder)).toEqual(['tmp']);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('refuses names that are no digests', async () => {
    for (const name of ['', '../../etc/passwd', 'A'.repeat(64), `${'0'.repeat(63)}/`]) {
      await expect(store.has(name)).rejects.toMatchObject({ code: 'blob.bad-digest' });
    }
    await expect(store.locate('0'.repeat(64))).rejects.toMatchObject({ code: 'blob.missing' });
  });

  it('finds every flipped bit, sets the blob aside, and a new put mends it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 4000 }),
        fc.nat(),
        fc.nat(7),
        async (content, at, bit) => {
          const { digest } = await store.put({ bytes: content });
          const damaged = Buffer.from(content);
          damaged[at % damaged.length]! ^= 1 << bit;
          await writeFile(await store.locate(digest), damaged);
          await expect(store.read(digest)).rejects.toMatchObject({ code: 'blob.corrupt' });
          expect(await store.has(digest)).toBe(false);
          await store.put({ bytes: content });
          expect(await store.verify(digest)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
    expect((await readdir(join(folder, 'quarantine'))).length).toBeGreaterThan(0);
  });

  it('never streams the end of a damaged blob', async () => {
    const content = randomBytes(2_500_000);
    const { digest } = await store.put({ bytes: content });
    const damaged = Buffer.from(content);
    damaged[10]! ^= 1;
    await writeFile(await store.locate(digest), damaged);
    let received = 0;
    const consume = async () => {
      for await (const chunk of await store.open(digest)) received += (chunk as Buffer).length;
    };
    await expect(consume()).rejects.toMatchObject({ code: 'blob.corrupt' });
    expect(received).toBeLessThan(content.length);
    expect(await store.verify(digest)).toBe(false);
  });

  it('survives a failure of every single disk call: whole or absent, and no leftovers', async () => {
    const content = randomBytes(1000);
    const digest = digestOf(content);
    const count = breakAt(Infinity, full);
    await new LocalBlobStore(folder, count.disk).put({ bytes: content });
    expect(count.calls).toEqual([
      ...['open', 'write', 'sync', 'close', 'mkdir', 'rename'],
      ...['open', 'sync', 'close', 'open', 'sync', 'close', 'open', 'sync', 'close'],
      ...['open', 'sync', 'close'],
    ]);
    for (let k = 1; k <= count.calls.length; k += 1) {
      await rm(folder, { recursive: true, force: true });
      const broken = breakAt(k, full);
      const put = new LocalBlobStore(folder, broken.disk).put({ bytes: content });
      await expect(put).rejects.toMatchObject({ code: 'storage.full', errorClass: 'operational' });
      expect(await readdir(join(folder, 'tmp'))).toEqual([]);
      if (await store.has(digest)) expect(await store.verify(digest)).toBe(true);
      expect(broken.calls.slice(0, k).filter((name) => name === 'sync').length).toBeLessThan(6);
      await store.put({ bytes: content });
      expect(await store.verify(digest)).toBe(true);
    }
  });

  it('does not sync a file again whose sync has failed', async () => {
    const broken = breakAt(3, () => Object.assign(new Error('io'), { code: 'EIO' }));
    const put = new LocalBlobStore(folder, broken.disk).put({ bytes: Buffer.from('x') });
    await expect(put).rejects.toMatchObject({ code: 'storage.failed', details: { reason: 'EIO' } });
    expect(broken.calls).toEqual(['open', 'write', 'sync', 'close', 'unlink']);
  });

  it('removes what died while it was written, but nothing that may still grow', async () => {
    await store.put({ bytes: Buffer.from('x') });
    const [old, young] = [join(folder, 'tmp', 'old'), join(folder, 'tmp', 'young')];
    await writeFile(old, '1');
    await writeFile(young, '1');
    await utimes(old, new Date(0), new Date(0));
    expect(await store.removeLeftovers()).toBe(1);
    await expect(stat(old)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await stat(young)).size).toBe(1);
  });
});
