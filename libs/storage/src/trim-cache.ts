import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What was used within this time is left alone, however full the cache is: a step may be reading it. */
const IN_USE_MS = 3600_000;

/**
 * Removes the least recently used files of a cache until it takes at most nine tenths of `limit` bytes.
 * The modification time says when a file was used last.
 * @returns how many were removed
 */
export async function trimCache(
  folder: string,
  limit: number,
  inUseMs = IN_USE_MS,
): Promise<number> {
  const files = await listFiles(join(folder, 'sha256'));
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= limit) return 0;
  let removed = 0;
  for (const { path, bytes, usedAt } of files.sort((one, other) => one.usedAt - other.usedAt)) {
    if (total <= limit * 0.9 || Date.now() - usedAt < inUseMs) break;
    await unlink(path).catch(() => undefined);
    total -= bytes;
    removed += 1;
  }
  return removed;
}

async function listFiles(root: string) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const found = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: Date.now() }));
    return { path, bytes: size, usedAt: mtimeMs };
  });
  return Promise.all(found);
}
