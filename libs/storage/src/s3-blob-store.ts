import { stat, utimes } from 'node:fs/promises';
import type { BlobSource, StoredBlob } from './blob-store';
import type { Bucket } from './bucket';
import { LocalBlobStore, type BlobFile } from './local-blob-store';
import { corruptBlob, missingBlob, toStorageError } from './storage-error';
import { trimCache } from './trim-cache';

/**
 * Blobs in a bucket that speaks S3. The folder is a cache of it, in the layout of LocalBlobStore:
 * reading always goes through it, and what was not used for longest leaves it first. The bucket is the
 * truth: a blob counts as stored when the bucket has it.
 */
export class S3BlobStore extends LocalBlobStore {
  readonly #fetching = new Map<string, Promise<string>>();
  #untrimmed = 0;

  constructor(
    private readonly cacheFolder: string,
    private readonly bucket: Bucket,
    /** Bytes that the cache may take. */
    private readonly cacheBytes: number,
  ) {
    super(cacheFolder);
  }

  override async put(source: BlobSource, expectedDigest?: string): Promise<StoredBlob> {
    const stored = await super.put(source, expectedDigest);
    await this.bucket.upload(stored.digest, this.place(stored.digest), stored.bytes);
    await this.#noteGrowth(stored.bytes);
    return stored;
  }

  override async has(digest: string): Promise<boolean> {
    this.place(digest);
    return this.bucket.has(digest);
  }

  override async locate(digest: string): Promise<string> {
    if (await super.has(digest)) {
      const now = new Date();
      // Who trims the cache at this moment may be faster: then it is fetched again.
      const noted = await utimes(this.place(digest), now, now).then(
        () => true,
        () => false,
      );
      if (noted) return this.place(digest);
    }
    return this.#fetchOnce(digest);
  }

  /** A damaged copy in the cache is replaced from the bucket; only a damaged blob there is wrong. */
  override async verify(digest: string): Promise<boolean> {
    return (await super.verify(digest)) || super.verify(digest);
  }

  override async read(digest: string): Promise<Buffer> {
    try {
      return await super.read(digest);
    } catch (error) {
      if (!isCode(error, 'blob.corrupt')) throw error;
      return super.read(digest).catch(() => {
        throw error;
      });
    }
  }

  override async remove(digest: string): Promise<void> {
    await this.bucket.remove(digest);
    await super.remove(digest);
  }

  override list(): AsyncGenerator<BlobFile> {
    return this.bucket.list();
  }

  /** Whoever puts it on this machine at this very moment wins; elsewhere only who did so before. */
  override async removeUnlessPutSince(digest: string, time: Date): Promise<boolean> {
    const stored = await this.bucket.findTime(digest);
    // The bucket tells full seconds.
    if (stored !== null && stored.getTime() + 1000 > time.getTime()) return false;
    await this.bucket.remove(digest);
    if (await super.removeUnlessPutSince(digest, time)) return true;
    const path = this.place(digest);
    await this.bucket.upload(digest, path, (await stat(path)).size);
    return false;
  }

  /** Callers at once wait for one download. */
  #fetchOnce(digest: string): Promise<string> {
    const running = this.#fetching.get(digest);
    if (running) return running;
    const fetching = this.#fetch(digest).finally(() => this.#fetching.delete(digest));
    this.#fetching.set(digest, fetching);
    return fetching;
  }

  async #fetch(digest: string): Promise<string> {
    const stream = await this.bucket.download(digest);
    if (stream === null) throw missingBlob(digest);
    try {
      const { bytes } = await super.put({ stream }, digest);
      await this.#noteGrowth(bytes);
      return this.place(digest);
    } catch (error) {
      if (!isCode(error, 'blob.digest-mismatch')) throw toStorageError(error);
      await this.bucket.setAside(digest);
      throw corruptBlob(digest);
    }
  }

  /** Looks at the whole cache once for every twentieth of its size that was added. */
  async #noteGrowth(bytes: number): Promise<void> {
    this.#untrimmed += bytes;
    if (this.#untrimmed < this.cacheBytes / 20) return;
    this.#untrimmed = 0;
    await trimCache(this.cacheFolder, this.cacheBytes);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
