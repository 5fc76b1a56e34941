import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeZip, type ZipEntry } from '@graft/testing/hostile';
import { openArchive, type ArchiveFile } from './open-archive';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-archive-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function openZip(entries: readonly ZipEntry[], totalBytes = 1e9) {
  const path = join(folder, 'upload.zip');
  await writeFile(path, makeZip(entries));
  return openArchive(path, { entryBytes: 1e9, totalBytes });
}

/** So many entries of 1,000 bytes each. */
function list(count: number, entry: Partial<ZipEntry> = {}): ZipEntry[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ name: `a/${String(at)}`, data: Buffer.alloc(1000, at), ...entry },
  }));
}

/** Bytes that came out before it ended, well or not. */
async function drain(file: ArchiveFile): Promise<{ bytes: number; code: string | undefined }> {
  let bytes = 0;
  try {
    for await (const { length } of file.stream()) bytes += length;
    return { bytes, code: undefined };
  } catch (error) {
    return { bytes, code: (error as { code?: string }).code };
  }
}

describe('an archive', () => {
  it('says what it takes once it is unpacked, and that is what comes out, whole or in pieces', async () => {
    const archive = await openZip(list(3, { deflate: true }));
    expect(archive.bytes).toBe(3000);
    const drained = await Promise.all(archive.files.map(drain));
    expect(drained).toEqual(Array(3).fill({ bytes: 1000, code: undefined }));
    expect(await archive.files[2]?.read()).toEqual(Buffer.alloc(1000, 2));
    archive.close();
  });

  it('is refused at the entry with which all take more than they may', async () => {
    const archive = await openZip(list(3), 3000);
    archive.close();
    await expect(openZip(list(9), 3000)).rejects.toMatchObject({
      ...{ code: 'archive.too_large', details: { entry: 4 } },
      message: expect.stringContaining('entry 4'),
    });
  });

  it('gives nothing beyond what its entries say, however much lies behind them', async () => {
    const bomb = { data: Buffer.alloc(1024 ** 2), deflate: true, declaredSize: 1000 };
    const archive = await openZip(list(50, bomb), 50_000);
    expect(archive.bytes).toBe(50_000);
    for (const file of archive.files) {
      const { bytes, code } = await drain(file);
      expect(bytes).toBeLessThanOrEqual(1000);
      expect(code).toBe('archive.corrupt');
    }
    archive.close();
  });

  it.each([true, false])(
    'tells that bits were lost by the checksum, packed: %s',
    async (deflate) => {
      const archive = await openZip(list(1, { deflate, declaredChecksum: 1 }));
      const [file] = archive.files;
      await expect(file?.read()).rejects.toMatchObject({ code: 'archive.corrupt' });
      archive.close();
    },
  );
});
