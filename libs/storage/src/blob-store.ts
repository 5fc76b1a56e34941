import type { Readable } from 'node:stream';

/** What is to be stored: the bytes, a stream of them, or a file by path (which stays where it is). */
export type BlobSource =
  { bytes: Uint8Array } | { stream: AsyncIterable<Uint8Array> } | { path: string };

export interface StoredBlob {
  /** sha256 of the content, 64 hex digits: the blob's name. */
  digest: string;
  bytes: number;
}

/**
 * Immutable contents by sha256. A blob is whole or absent, whatever dies when; what is read has been
 * compared with its name.
 */
export interface BlobStore {
  /**
   * Resolves once the blob would survive a power cut. Storing what is there already is fine, and mends it.
   * @throws UserError `blob.digest-mismatch` when the content is not what `expectedDigest` says
   * @throws OperationalError `storage.full`, `storage.failed`
   */
  put(source: BlobSource, expectedDigest?: string): Promise<StoredBlob>;
  /**
   * Streams a blob. The last chunk is held back until the whole content is known to be right.
   * @throws OperationalError `blob.missing`; the stream fails with `blob.corrupt`
   */
  open(digest: string): Promise<Readable>;
  /** The whole content. @throws OperationalError `blob.missing`, `blob.corrupt` */
  read(digest: string): Promise<Buffer>;
  has(digest: string): Promise<boolean>;
  /** A local file that holds the blob: read it only. @throws OperationalError `blob.missing` */
  locate(digest: string): Promise<string>;
  /** True when the blob is there and right. A wrong one is set aside and counts as absent from then on. */
  verify(digest: string): Promise<boolean>;
  /** Removes a blob that no row names any more. */
  remove(digest: string): Promise<void>;
}
