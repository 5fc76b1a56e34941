import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeZip, type ZipEntry } from '@graft/testing/hostile';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openArchive, type Archive, type ArchiveFile } from './open-archive';

let folder: string;
let opened: Archive[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-archive-'));
  opened = [];
});
afterEach(async () => {
  for (const archive of opened) archive.close();
  await rm(folder, { recursive: true });
});

async function openZip(entries: readonly ZipEntry[], entryBytes = 2 ** 20): Promise<Archive> {
  const path = join(folder, 'upload.zip');
  await writeFile(path, makeZip(entries));
  const archive = await openArchive(path, { entryBytes, totalBytes: 2 ** 30 });
  opened.push(archive);
  return archive;
}

/** Bytes that no method makes smaller, the same for a seed. */
function scatter(length: number, seed: number): Buffer {
  let state = seed + 1;
  return Buffer.from(Array.from({ length }, () => (state = (state * 48271) % 2147483647) >> 8));
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readStream(file: ArchiveFile): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of file.stream()) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('reading an archive', () => {
  it('gives the bytes of each entry, of any size, in any order and many at once', async () => {
    const sizes = [0, 1, 30, 700, 32_700, 32_768, 32_800, 600_000, 5, 65_536, 12];
    const entries = sizes.map((size, at) => ({
      name: `${String(at).padStart(2, '0')}`,
      data: scatter(size, at),
      deflate: at % 3 === 0,
    }));
    const { files } = await openZip(entries);
    const backwards = [...files].reverse();
    const read = await Promise.all([...files, ...backwards].map((file) => file.read()));
    const wanted = entries.map(({ data }) => digest(data));
    expect(read.map(digest)).toEqual([...wanted, ...[...wanted].reverse()]);
    for (const [at, file] of files.entries()) {
      expect(digest(await file.read())).toBe(wanted[at]);
      expect(digest(await readStream(file))).toBe(wanted[at]);
    }
  });

  it('of more entries than are read at a time lists each of them', async () => {
    const names = Array.from({ length: 3000 }, (_, at) => `class-${at % 7}/${at}.png`);
    const { files } = await openZip(names.map((name) => ({ name, data: Buffer.from(name) })));
    expect(files.map(({ name }) => name)).toEqual([...names].sort());
    const last = files.at(-1);
    expect(String(await last?.read())).toBe(last?.name);
  });

  it('with an entry of fewer or more bytes than declared names that entry', async () => {
    const data = Buffer.alloc(5000, 1);
    for (const declaredSize of [4999, 5001]) {
      const { files } = await openZip([{ name: 'a/liar', data, deflate: true, declaredSize }]);
      await expect(files[0]?.read()).rejects.toMatchObject({
        code: 'archive.corrupt',
        message: expect.stringContaining('a/liar is broken'),
      });
    }
  });

  it('is refused when an entry takes more room packed than it may unpacked', async () => {
    const entries = [{ name: 'a/1', data: scatter(1000, 1), deflate: true }];
    await expect(openZip(entries, 1000)).rejects.toMatchObject({ code: 'archive.too_large' });
    expect((await openZip(entries, 1100)).files).toHaveLength(1);
  });
});
