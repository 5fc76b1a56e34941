import { UnexpectedError, UserError } from '@graft/errors';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, link, mkdir, readdir, stat, unlink, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import type { BlobSource, BlobStore, StoredBlob } from './blob-store';
import { corruptBlob, errorCode, missingBlob, toStorageError } from './storage-error';
import { realDisk, renameDurably, writeTemporary, type Disk } from './write-durably';

const DIGEST = /^[0-9a-f]{64}$/;
const LEFTOVER_HOURS = 24;

export interface BlobFile {
  digest: string;
  bytes: number;
  storedAt: Date;
}

/** Blobs in a folder: `sha256/ab/cd/<digest>`, with `tmp` and `quarantine` beside it. */
export class LocalBlobStore implements BlobStore {
  constructor(
    private readonly folder: string,
    private readonly disk: Disk = realDisk,
  ) {}

  async put(source: BlobSource, expectedDigest?: string): Promise<StoredBlob> {
    try {
      await mkdir(join(this.folder, 'tmp'), { recursive: true });
      const file = await writeTemporary(this.disk, join(this.folder, 'tmp'), toChunks(source));
      try {
        checkDigest(file.digest, expectedDigest);
        await renameDurably(this.disk, file.path, this.place(file.digest));
      } catch (error) {
        await this.disk.unlink(file.path).catch(() => undefined);
        throw error;
      }
      return { digest: file.digest, bytes: file.bytes };
    } catch (error) {
      throw toStorageError(error);
    }
  }

  async open(digest: string): Promise<Readable> {
    return Readable.from(this.checked(digest, await this.locate(digest)), { objectMode: false });
  }

  async read(digest: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.checked(digest, await this.locate(digest))) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async has(digest: string): Promise<boolean> {
    return access(this.place(digest)).then(
      () => true,
      () => false,
    );
  }

  async locate(digest: string): Promise<string> {
    if (await this.has(digest)) return this.place(digest);
    throw missingBlob(digest);
  }

  async verify(digest: string): Promise<boolean> {
    try {
      const chunks = this.checked(digest, await this.locate(digest));
      while (!(await chunks.next()).done);
      return true;
    } catch (error) {
      const { code } = toStorageError(error);
      if (code === 'blob.missing' || code === 'blob.corrupt') return false;
      throw error;
    }
  }

  async remove(digest: string): Promise<void> {
    await unlink(this.place(digest)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw toStorageError(error);
    });
  }

  /** Every blob that is there, in no order, with the time of its last put. */
  async *list(): AsyncGenerator<BlobFile> {
    const root = join(this.folder, 'sha256');
    for (const name of await readdir(root, { recursive: true }).catch(() => [])) {
      const digest = basename(name);
      if (!DIGEST.test(digest)) continue;
      const found = await stat(join(root, name)).catch(() => null);
      if (found) yield { digest, bytes: found.size, storedAt: found.mtime };
    }
  }

  /**
   * Removes a blob that nothing names, unless it has been put again since `time`. Whoever puts it at this very
   * moment wins: what is taken away is looked at once more, and brought back if it is new.
   * @returns whether it is gone
   */
  async removeUnlessPutSince(digest: string, time: Date): Promise<boolean> {
    const path = this.place(digest);
    const aside = join(this.folder, 'tmp', `removed-${randomUUID()}`);
    try {
      await mkdir(join(this.folder, 'tmp'), { recursive: true });
      await rename(path, aside);
      const fresh = (await stat(aside)).mtime > time;
      // A link never replaces what was put meanwhile.
      if (fresh) await link(aside, path).catch(ignoreExisting);
      await unlink(aside);
      return !fresh;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return true;
      throw toStorageError(error);
    }
  }

  /** Removes what died while it was written. Files younger than a day may still be growing. */
  async removeLeftovers(hours = LEFTOVER_HOURS): Promise<number> {
    const tmp = join(this.folder, 'tmp');
    let removed = 0;
    for (const name of await readdir(tmp).catch(() => [])) {
      const path = join(tmp, name);
      const found = await stat(path).catch(() => null);
      if (!found || Date.now() - found.mtimeMs < hours * 3_600_000) continue;
      await unlink(path).catch(() => undefined);
      removed += 1;
    }
    return removed;
  }

  protected place(digest: string): string {
    if (!DIGEST.test(digest)) {
      throw new UnexpectedError({
        code: 'blob.bad-digest',
        message: `"${digest.slice(0, 80)}" is not a sha256.`,
      });
    }
    return join(this.folder, 'sha256', digest.slice(0, 2), digest.slice(2, 4), digest);
  }

  /** Yields the content; fails before the last chunk when it is not what the name says. */
  private async *checked(digest: string, path: string): AsyncGenerator<Buffer, void> {
    const hash = createHash('sha256');
    let held: Buffer | null = null;
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
        if (held) yield held;
        held = chunk as Buffer;
        hash.update(held);
      }
    } catch (error) {
      throw errorCode(error) === 'ENOENT' ? missingBlob(digest) : toStorageError(error);
    }
    if (hash.digest('hex') !== digest) {
      await this.setAside(digest, path);
      throw corruptBlob(digest);
    }
    if (held) yield held;
  }

  private async setAside(digest: string, path: string): Promise<void> {
    const folder = join(this.folder, 'quarantine');
    await mkdir(folder, { recursive: true });
    await rename(path, join(folder, `${digest}.${Date.now()}`)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw toStorageError(error);
    });
  }
}

function ignoreExisting(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error;
}

async function* toChunks(source: BlobSource): AsyncGenerator<Uint8Array> {
  if ('bytes' in source) yield source.bytes;
  else if ('stream' in source) yield* source.stream;
  else yield* createReadStream(source.path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
}

function checkDigest(digest: string, expected: string | undefined): void {
  if (expected === undefined || digest === expected) return;
  throw new UserError({
    code: 'blob.digest-mismatch',
    message: 'The content is not what its sha256 says: it was damaged on the way. Send it again.',
    details: { expected, received: digest },
  });
}
