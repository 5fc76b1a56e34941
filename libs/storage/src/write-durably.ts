import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import * as disk from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The calls that change the disk; replaced by fault tests. */
export type Disk = Pick<typeof disk, 'open' | 'mkdir' | 'rename' | 'unlink'>;
export const realDisk: Disk = disk;

const WRITE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

export interface WrittenFile {
  path: string;
  digest: string;
  bytes: number;
}

/**
 * Writes chunks into a new file of `folder`, hashing on the way, and forces it to the disk. A failed
 * fsync is never tried again: the kernel may have dropped the pages, and a second call would lie
 * (https://www.postgresql.org/docs/current/runtime-config-error-handling.html, data_sync_retry).
 */
export async function writeTemporary(
  on: Disk,
  folder: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<WrittenFile> {
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await on.open(path, WRITE_NEW, 0o640);
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await writeAll(file, chunk);
      bytes += chunk.byteLength;
    }
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close().catch(() => undefined);
    await on.unlink(path).catch(() => undefined);
    throw error;
  }
  return { path, digest: hash.digest('hex'), bytes };
}

async function writeAll(file: disk.FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.byteLength) {
    const { bytesWritten } = await file.write(chunk, written, chunk.byteLength - written);
    written += bytesWritten;
  }
}

/**
 * Gives a file its final name so that the name, too, survives a power cut: new folders and the entry
 * itself are forced to the disk before this resolves.
 */
export async function renameDurably(on: Disk, from: string, to: string): Promise<void> {
  const folder = dirname(to);
  const firstMade = await on.mkdir(folder, { recursive: true });
  await on.rename(from, to);
  await syncFolder(on, folder);
  if (firstMade === undefined) return;
  for (let made = folder; made.length >= firstMade.length; made = dirname(made)) {
    await syncFolder(on, dirname(made));
  }
}

async function syncFolder(on: Disk, folder: string): Promise<void> {
  const handle = await on.open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
