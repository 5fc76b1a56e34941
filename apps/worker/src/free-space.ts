import type { Database } from '@graft/db';
import type { BlobStore } from '@graft/storage';
import { statfs } from 'node:fs/promises';
import { listOutputBlobs } from './step-inputs';

/** Room that is made on a full disk. */
const WANTED_BYTES = 2e9;

interface Shelf {
  database: Pick<Database, 'cache'>;
  blobs: Pick<BlobStore, 'remove'>;
  /** Folder of the blobs. */
  folder: string;
}

/**
 * Makes room on a full disk: drops cached results, those that were not used for the longest time
 * first, until two gigabytes are free. What a model or an unfinished run needs stays.
 * @returns bytes of what was dropped
 */
export async function freeSpace(
  { database, blobs, folder }: Shelf,
  workspaceId: string,
): Promise<number> {
  const needed = new Set((await database.cache.listNeeded(workspaceId)).flatMap(listOutputBlobs));
  let freed = 0;
  for (const { key, outputs } of await database.cache.listOldest(workspaceId)) {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize >= WANTED_BYTES) break;
    const digests = listOutputBlobs(outputs);
    if (digests.some((digest) => needed.has(digest))) continue;
    // The entry goes first: it never names a blob that is gone.
    await database.cache.forget(workspaceId, key);
    for (const digest of digests) await blobs.remove(digest);
    freed += Object.values(outputs.artifacts).reduce((sum, { bytes }) => sum + bytes, 0);
  }
  return freed;
}
