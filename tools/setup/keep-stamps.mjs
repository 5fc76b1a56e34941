import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nodeModules } from './paths.mjs';

// Stamps live in node_modules: whoever wipes that wipes what the stamps vouch for.
const folder = join(nodeModules, '.graft', 'stamps');

/** Does `work` only when `digest` differs from the one it was last done for; says whether it did. */
export async function doOnce(name, digest, stillThere, work) {
  const stamp = join(folder, name);
  const before = await readFile(stamp, 'utf8').catch(() => '');
  if (before === digest && (await stillThere())) return false;
  await work();
  await writeWhole(stamp, digest);
  return true;
}

/** Writes a file so that a reader sees the old or the new content, never half of it. */
export async function writeWhole(path, content, mode) {
  await mkdir(dirname(path), { recursive: true });
  // A name of its own: two writes of one process at once must not take away each other's file.
  const fresh = `${path}.${process.pid}.${randomUUID()}.new`;
  await writeFile(fresh, content, { mode });
  await rename(fresh, path);
}
