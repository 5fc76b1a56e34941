import type { Database } from '@graft/db';
import type { LocalBlobStore } from '@graft/storage';
import { closeNames } from './name-closure';

const GRACE_HOURS = 24;

export interface Store {
  database: Pick<Database, 'upkeep'>;
  blobs: LocalBlobStore;
}

export interface Collected {
  blobs: number;
  bytes: number;
}

/**
 * Removes blobs that nothing names: what died between a blob and its row, and superseded checkpoints. Marks all
 * that rows and documents name, then sweeps what is older than the grace, each after a second look at the rows. What
 * is put while it sweeps stays, and a running backup keeps everything.
 */
export async function collectGarbage(
  store: Store,
  { graceHours = GRACE_HOURS, keep = new Set<string>() } = {},
): Promise<Collected> {
  const before = new Date(Date.now() - graceHours * 3_600_000);
  await store.database.upkeep.dropSuperseded();
  const marked = await findNeeded(store, keep);
  const collected: Collected = { blobs: 0, bytes: 0 };
  for await (const { digest, bytes, storedAt } of store.blobs.list()) {
    if (marked.has(digest) || storedAt > before) continue;
    const [free] = await store.database.upkeep.forgetBlobs([digest]);
    if (free === undefined || !(await store.blobs.removeUnlessPutSince(digest, before))) continue;
    collected.blobs += 1;
    collected.bytes += bytes;
  }
  return collected;
}

/** What rows, documents and the caller name. */
async function findNeeded({ database, blobs }: Store, keep: Set<string>): Promise<Set<string>> {
  const named = await database.upkeep.listReferences({ withResults: true });
  return closeNames(blobs, new Set([...named, ...keep]));
}
