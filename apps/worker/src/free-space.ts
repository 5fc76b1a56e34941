import type { Database } from '@graft/db';
import { makeRoom } from '@graft/integrity';
import type { LocalBlobStore } from '@graft/storage';
import { statfs } from 'node:fs/promises';

/** Room that is made on a full disk. */
const WANTED_BYTES = 2e9;

interface Shelf {
  database: Pick<Database, 'upkeep'>;
  blobs: LocalBlobStore;
  /** Folder of the blobs. */
  folder: string;
}

/**
 * Makes room on a full disk: drops cached results, those that were not used for the longest time
 * first, until two gigabytes are free. What a model or an unfinished run needs stays.
 * @returns bytes of what was dropped
 */
export async function freeSpace({ folder, ...store }: Shelf): Promise<number> {
  return makeRoom(store, async () => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= WANTED_BYTES;
  });
}
