import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { repo } from './paths.mjs';

const SKIPPED = /^(node_modules|dist|generated|coverage)$|\.test\.[cm]?tsx?$/;

/** sha256 of a file of any size. */
export async function hashFile(path) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

/** sha256 over the names and contents of everything below some paths, tests and outputs excepted. */
export async function hashTree(paths, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const path of paths) await addPath(hash, path);
  return hash.digest('hex');
}

async function addPath(hash, path) {
  const entries = await readdir(path, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null;
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries === null) {
    // Relative, so that all checkouts share what is kept under the digest.
    hash.update(`\0${relative(repo, path)}\0`).update(await readFile(path));
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!SKIPPED.test(entry.name)) await addPath(hash, join(path, entry.name));
  }
}
