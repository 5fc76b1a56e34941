import type { BlobStore } from '@graft/storage';
import { stat } from 'node:fs/promises';

/**
 * Checks blobs against their digests, each once for as long as its file does not change: hashing a
 * large base model for every step would take longer than some steps.
 */
export class CheckedBlobs {
  private readonly known = new Map<string, string>();

  constructor(private readonly blobs: BlobStore) {}

  /** True when the blob is there and its content is what its name says. */
  async isWhole(digest: string): Promise<boolean> {
    const mark = await this.mark(digest);
    if (mark === null) return false;
    if (this.known.get(digest) === mark) return true;
    if (!(await this.blobs.verify(digest))) return false;
    this.known.set(digest, mark);
    return true;
  }

  private async mark(digest: string): Promise<string | null> {
    if (!(await this.blobs.has(digest))) return null;
    const { mtimeMs, ctimeMs, size, ino } = await stat(await this.blobs.locate(digest));
    return [mtimeMs, ctimeMs, size, ino].join(':');
  }
}
