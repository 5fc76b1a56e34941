import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UploadStore } from './upload-store';

let folder: string;
let store: UploadStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-uploads-'));
  store = new UploadStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

async function* breakingOff(text: string): AsyncGenerator<Uint8Array> {
  yield* pieces(text);
  throw new Error('the connection broke');
}

describe('an upload in pieces', () => {
  it('goes on after a broken connection and a restart, from what has arrived', async () => {
    const { uploadId } = await store.start('w', 10);
    await store.add('w', uploadId, 0, pieces('abc'));
    await expect(store.add('w', uploadId, 3, breakingOff('de'))).rejects.toThrow('broke');
    const afterRestart = new UploadStore(folder);
    const { received, path } = await afterRestart.find('w', uploadId);
    expect(received).toBeGreaterThanOrEqual(3);
    await afterRestart.add('w', uploadId, received, pieces('abcdefghij'.slice(received)));
    expect(await readFile(path, 'utf8')).toBe('abcdefghij');
  });

  it('takes no piece in a wrong place and nothing beyond its size', async () => {
    const { uploadId } = await store.start('w', 4);
    await store.add('w', uploadId, 0, pieces('ab'));
    await expect(store.add('w', uploadId, 0, pieces('xx'))).rejects.toMatchObject({
      code: 'upload.offset',
      details: { received: 2 },
    });
    await expect(store.add('w', uploadId, 2, pieces('cde'))).rejects.toMatchObject({
      code: 'upload.too_long',
    });
  });

  it('is held by one request at a time', async () => {
    const { uploadId } = await store.start('w', 4);
    const meanwhile = store.hold('w', uploadId, () => store.add('w', uploadId, 0, pieces('a')));
    await expect(meanwhile).rejects.toMatchObject({ code: 'upload.busy', status: 409 });
    expect((await store.add('w', uploadId, 0, pieces('a'))).received).toBe(1);
  });

  it('is unknown to other workspaces while it is held, too', async () => {
    const { uploadId } = await store.start('w', 4);
    const asked = store.hold('w', uploadId, () =>
      store.hold('other', uploadId, () => Promise.resolve()),
    );
    await expect(asked).rejects.toMatchObject({ status: 404, code: 'upload.unknown' });
  });

  it.each(['../../etc/passwd', '00000000-0000-0000-0000-000000000000', ''])(
    'of another workspace or with the id %j is unknown',
    async (uploadId) => {
      const mine = await store.start('w', 4);
      await expect(store.find('other', mine.uploadId)).rejects.toMatchObject({ status: 404 });
      await expect(store.find('w', uploadId)).rejects.toMatchObject({ code: 'upload.unknown' });
    },
  );

  it('is refused when its workspace has twenty open, which keeps no other workspace out', async () => {
    for (let open = 0; open < 20; open += 1) await store.start('greedy', 1);
    await expect(store.start('greedy', 1)).rejects.toMatchObject({ code: 'upload.too_many' });
    await expect(store.start('modest', 1)).resolves.toMatchObject({ received: 0 });
  });

  it('leaves nothing behind when it is removed, or left alone for a day', async () => {
    const [removed, stale, fresh] = await Promise.all([
      store.start('w', 1),
      store.start('w', 1),
      store.start('w', 1),
    ]);
    await store.remove('w', removed.uploadId);
    const yesterday = new Date(Date.now() - 25 * 3600 * 1000);
    for (const name of await readdir(folder)) {
      if (name.startsWith(stale.uploadId)) await utimes(join(folder, name), yesterday, yesterday);
    }
    await store.removeStale();
    expect((await readdir(folder)).sort()).toEqual([
      `${fresh.uploadId}.json`,
      `${fresh.uploadId}.part`,
    ]);
  });
});
