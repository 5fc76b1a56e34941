import type { CacheItem } from '@graft/db';
import type { Store } from './collect-garbage';

export interface CacheEntryView extends CacheItem {
  /** Of its blobs, shared ones too. */
  bytes: number;
}

/** What may be computed again, least lately used first. */
export async function listCache({ database }: Store): Promise<CacheEntryView[]> {
  const sizes = await readSizes(database);
  return (await database.upkeep.listCache()).map((item) => ({
    ...item,
    bytes: item.digests.reduce((sum, digest) => sum + (sizes.get(digest) ?? 0), 0),
  }));
}

/** Reads every cached blob; what is gone or wrong is let go, and so computed again. @returns those items */
export async function verifyCache(store: Store): Promise<CacheItem[]> {
  const broken: CacheItem[] = [];
  for (const item of await store.database.upkeep.listCache()) {
    const whole = await Promise.all(item.digests.map((digest) => store.blobs.verify(digest)));
    if (whole.every(Boolean)) continue;
    broken.push(item);
    await evict(store, item);
  }
  return broken;
}

/**
 * Removes what was least lately used until the cache fits. What a model, a data set or a run that has not ended
 * needs is never removed, so the cache may stay larger than asked for.
 * @returns what was removed
 */
export async function limitCache(store: Store, maxBytes: number): Promise<CacheItem[]> {
  const removed: CacheItem[] = [];
  const sizes = await readSizes(store.database);
  const items = await store.database.upkeep.listCache();
  for (const [at, item] of items.entries()) {
    const left = [...items.slice(0, at).filter((each) => each.inUse), ...items.slice(at)];
    if (measure(left, sizes) <= maxBytes) break;
    if (item.inUse) continue;
    await evict(store, item);
    removed.push(item);
  }
  return removed;
}

/**
 * Removes the results of a workspace that nobody has used since a time. What a model, a data set or a run that has
 * not ended needs is never removed.
 * @returns what was removed
 */
export async function expireResults(
  store: Store,
  workspaceId: string,
  before: Date,
): Promise<CacheItem[]> {
  const items = await store.database.upkeep.listCache();
  const expired = items.filter(
    (item) => item.workspaceId === workspaceId && !item.inUse && item.usedAt < before,
  );
  for (const item of expired) await evict(store, item);
  return expired;
}

/** Removes what was least lately used until there is room, or nothing may go. @returns bytes of what went */
export async function makeRoom(store: Store, hasRoom: () => Promise<boolean>): Promise<number> {
  const sizes = await readSizes(store.database);
  let freed = 0;
  for (const item of await store.database.upkeep.listCache()) {
    if (await hasRoom()) break;
    if (item.inUse) continue;
    for (const digest of await evict(store, item)) freed += sizes.get(digest) ?? 0;
  }
  return freed;
}

/** Each blob counts once, whoever shares it. */
function measure(items: readonly CacheItem[], sizes: ReadonlyMap<string, number>): number {
  const digests = new Set(items.flatMap((item) => item.digests));
  return [...digests].reduce((sum, digest) => sum + (sizes.get(digest) ?? 0), 0);
}

/** @returns the blobs that are gone with it */
async function evict({ database, blobs }: Store, item: CacheItem): Promise<string[]> {
  const begun = new Date();
  const gone: string[] = [];
  for (const digest of await database.upkeep.evict(item)) {
    if (await blobs.removeUnlessPutSince(digest, begun)) gone.push(digest);
  }
  return gone;
}

async function readSizes(database: Store['database']): Promise<Map<string, number>> {
  const rows = await database.upkeep.listBlobs();
  return new Map(rows.map(({ digest, bytes }) => [digest, bytes]));
}
