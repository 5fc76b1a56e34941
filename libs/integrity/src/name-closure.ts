import type { LocalBlobStore } from '@graft/storage';
import { open } from 'node:fs/promises';

const DIGEST = /[0-9a-f]{64}/g;
const BRACE = '{'.charCodeAt(0);

/**
 * Adds the blobs that blobs name: manifests of data sets name packs, specs of models name weights. Every document
 * is searched for what looks like a sha256, whatever it is: what is kept for no reason costs some disk, what is
 * removed for no reason costs a model.
 */
export async function closeNames(blobs: LocalBlobStore, names: Set<string>): Promise<Set<string>> {
  const closed = new Set(names);
  const waiting = [...names];
  for (let digest = waiting.pop(); digest !== undefined; digest = waiting.pop()) {
    if (!(await isDocument(blobs, digest))) continue;
    const text = (await blobs.read(digest).catch(() => null))?.toString('utf8') ?? '';
    for (const [name] of text.matchAll(DIGEST)) {
      if (closed.has(name)) continue;
      closed.add(name);
      waiting.push(name);
    }
  }
  return closed;
}

async function isDocument(blobs: LocalBlobStore, digest: string): Promise<boolean> {
  if (!(await blobs.has(digest))) return false;
  const file = await open(await blobs.locate(digest)).catch(() => null);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 0);
    return bytesRead === 1 && buffer[0] === BRACE;
  } finally {
    await file.close();
  }
}
