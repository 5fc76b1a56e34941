import { toGraftError } from '@graft/errors';
import { setTimeout as wait } from 'node:timers/promises';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** How long a database may be away before an attempt gives up; training goes on meanwhile. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Repeats a write or read while the database is away. `attempt` must be harmless to repeat: an answer
 * may have been lost after the commit.
 * @throws what it threw last; the reason of `signal` when that is aborted
 */
export async function keepTrying<Result>(
  attempt: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      const away = toGraftError(error).code === 'database.unavailable';
      if (!away || performance.now() + pause > deadline) throw error;
    }
    await wait(pause, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}
