import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until `ask` resolves to something true; false when the time is over or nobody waits any more.
 * A question that throws counts as "not yet".
 */
export async function waitUntil(ask, milliseconds, goOn = () => true) {
  for (const end = performance.now() + milliseconds; performance.now() < end && goOn();) {
    if (
      await Promise.resolve()
        .then(ask)
        .catch(() => false)
    )
      return true;
    await wait(40);
  }
  return false;
}
