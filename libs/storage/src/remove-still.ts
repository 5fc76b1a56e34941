import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Whatever is still at work writes into its own folder much more often. */
const STILL_MS = 7 * 24 * 3_600_000;

/**
 * Removes what lies in a folder and has not changed for a week, neither itself nor anything right below it: left behind
 * by machines that are gone, which nobody can ask.
 * @param mine names that the caller judges by itself
 * @returns how many were removed
 */
export async function removeStill(
  folder: string,
  mine: (name: string) => boolean,
): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let removed = 0;
  for (const name of names.filter((each) => !mine(each))) {
    const path = join(folder, name);
    if (Date.now() - (await findLastChange(path)) < STILL_MS) continue;
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
    removed += 1;
  }
  return removed;
}

/** Milliseconds since 1970; for what is gone already, now. */
async function findLastChange(path: string): Promise<number> {
  const below = await readdir(path).catch(() => []);
  const times = [path, ...below.map((name) => join(path, name))].map((each) =>
    stat(each).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    ),
  );
  return Math.max(...(await Promise.all(times)));
}
