import { OperationalError } from '@graft/errors';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import type { BlobFile } from './local-blob-store';

/** One bucket that speaks S3, with the layout of LocalBlobStore below `prefix`. */
export class Bucket {
  constructor(
    private readonly client: S3Client,
    private readonly name: string,
    private readonly prefix: string,
  ) {}

  /** Resolves once the bucket has the file; the server refuses what was damaged on the way. */
  async upload(digest: string, path: string, bytes: number): Promise<void> {
    const checksum = Buffer.from(digest, 'hex').toString('base64');
    const content = { ContentLength: bytes, ChecksumSHA256: checksum };
    const body = createReadStream(path);
    try {
      await this.client.send(
        new PutObjectCommand({ ...this.#place(digest), ...content, Body: body }),
      );
    } catch (error) {
      throw toBucketError(error);
    } finally {
      body.destroy();
    }
  }

  async has(digest: string): Promise<boolean> {
    return (await this.findTime(digest)) !== null;
  }

  /** When a blob was uploaded last, to the second, by the clock of the bucket; null when it isn't there. */
  async findTime(digest: string): Promise<Date | null> {
    try {
      const { LastModified } = await this.client.send(new HeadObjectCommand(this.#place(digest)));
      return LastModified ?? new Date(0);
    } catch (error) {
      if (isMissing(error)) return null;
      throw toBucketError(error);
    }
  }

  /** Every blob, with the time of its last upload. */
  async *list(): AsyncGenerator<BlobFile> {
    const wanted = { Bucket: this.name, Prefix: `${this.prefix}sha256/` };
    try {
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client: this.client },
        wanted,
      )) {
        for (const { Key = '', Size: bytes = 0, LastModified: storedAt } of Contents) {
          if (storedAt !== undefined) yield { digest: basename(Key), bytes, storedAt };
        }
      }
    } catch (error) {
      throw toBucketError(error);
    }
  }

  /** The bytes of a blob as they come, unchecked; null when it isn't there. */
  async download(digest: string): Promise<Readable | null> {
    try {
      const { Body } = await this.client.send(new GetObjectCommand(this.#place(digest)));
      return (Body as Readable | undefined) ?? null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw toBucketError(error);
    }
  }

  async remove(digest: string): Promise<void> {
    try {
      await this.client.send(new DeleteObjectCommand(this.#place(digest)));
    } catch (error) {
      if (!isMissing(error)) throw toBucketError(error);
    }
  }

  /** Moves a damaged blob out of the way; it counts as absent from then on. */
  async setAside(digest: string): Promise<void> {
    const place = this.#place(digest);
    const aside = `${this.prefix}quarantine/${digest}.${Date.now()}`;
    const source = `${this.name}/${place.Key}`;
    try {
      await this.client.send(
        new CopyObjectCommand({ Bucket: this.name, Key: aside, CopySource: source }),
      );
    } catch (error) {
      if (!isMissing(error)) throw toBucketError(error);
    }
    await this.remove(digest);
  }

  #place(digest: string): { Bucket: string; Key: string } {
    const folder = `sha256/${digest.slice(0, 2)}/${digest.slice(2, 4)}`;
    return { Bucket: this.name, Key: `${this.prefix}${folder}/${digest}` };
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && thrown.$metadata.httpStatusCode === 404;
}

/** What the bucket or the way to it refused. No address and no key leaves this function. */
function toBucketError(thrown: unknown): OperationalError {
  const reason = thrown instanceof Error ? thrown.name : 'unknown';
  return new OperationalError({
    code: 'storage.failed',
    message: `The blob store did not take or give a file (${reason}); it is tried again.`,
    details: { reason },
    cause: thrown,
  });
}
