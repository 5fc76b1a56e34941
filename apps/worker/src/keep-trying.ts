import { OperationalError, toGraftError } from '@graft/errors';
import { setTimeout as wait } from 'node:timers/promises';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** How long a database may be away before an attempt gives up; training goes on meanwhile. */
const PATIENCE_MS = 10 * 60_000;

/** Longer than the database lets a statement, or a wait for a connection, take: no answer comes any more. */
const LOST_MS = 45_000;

/** For an attempt that also reads files, which may take any time. */
export const ANY_TIME = Infinity;

/**
 * Repeats a write or read while the database is away, or when its answer does not come. `attempt` must be harmless to
 * repeat: an answer may have been lost after the commit.
 * @param lostAfter milliseconds without an answer that count as away
 * @throws what it threw last; the reason of `signal` when that is aborted
 */
export async function keepTrying<Result>(
  attempt: () => Promise<Result>,
  signal?: AbortSignal,
  lostAfter = LOST_MS,
): Promise<Result> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
    signal?.throwIfAborted();
    try {
      return await awaitAnswer(attempt(), lostAfter);
    } catch (error) {
      const away = toGraftError(error).code === 'database.unavailable';
      if (!away || performance.now() + pause > deadline) throw error;
    }
    await wait(pause, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}

async function awaitAnswer<Result>(answer: Promise<Result>, lostAfter: number): Promise<Result> {
  if (lostAfter === ANY_TIME) return answer;
  let timer: NodeJS.Timeout | undefined;
  const lost = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(noAnswer(lostAfter)), lostAfter);
  });
  try {
    return await Promise.race([answer, lost]);
  } finally {
    clearTimeout(timer);
  }
}

function noAnswer(lostAfter: number): OperationalError {
  return new OperationalError({
    code: 'database.unavailable',
    message: `The database has not answered for ${String(Math.round(lostAfter / 1000))} s.`,
  });
}
