import { applyRetention, collectGarbage, expireResults, limitCache } from '@graft/integrity';
import type { LocalBlobStore } from '@graft/storage';
import { setTimeout as wait } from 'node:timers/promises';
import { REPLY_KEPT_MS } from './keep-replies';
import type { Services } from './services';

const EVERY_MS = 60 * 60_000;
const DAY_MS = 24 * EVERY_MS;

/** Every hour results, runs and checkpoints end as their workspaces say, the cache is brought below its limit, and what nothing names goes. */
export function keepTidy(
  { database, bundle, logger }: Pick<Services, 'database' | 'bundle' | 'logger'>,
  blobs: LocalBlobStore,
  maxCacheBytes: number,
): { close(): Promise<void> } {
  const closed = new AbortController();
  const keep = new Set(bundle.bases.flatMap(({ files }) => files.map(({ sha256 }) => sha256)));
  const tidy = async (): Promise<void> => {
    const failed = (error: unknown, workspaceId?: string) =>
      logger.warn(
        { err: error, workspaceId },
        'old rows could not be removed; tried again in an hour',
      );
    const expire = async () => {
      for (const { workspaceId, keptDays } of await database.limits.listKeptDays()) {
        const before = new Date(Date.now() - keptDays * DAY_MS);
        await expireResults({ database, blobs }, workspaceId, before).catch((error: unknown) =>
          failed(error, workspaceId),
        );
      }
    };
    try {
      await expire().catch((error: unknown) => failed(error));
      const ended = await applyRetention(database, new Date(), failed).catch((error: unknown) =>
        failed(error),
      );
      const evicted = await limitCache({ database, blobs }, maxCacheBytes);
      const collected = await collectGarbage({ database, blobs }, { keep });
      await database.replies.forget(new Date(Date.now() - REPLY_KEPT_MS));
      logger.info({ evicted: evicted.length, ended, ...collected }, 'the store was tidied');
    } catch (error) {
      logger.warn({ err: error }, 'the store could not be tidied; it is tried again in an hour');
    }
  };
  const tidying = (async () => {
    for (;;) {
      await wait(EVERY_MS, undefined, { signal: closed.signal, ref: false });
      await tidy();
    }
  })().catch(() => undefined);
  return {
    async close() {
      closed.abort();
      await tidying;
    },
  };
}
