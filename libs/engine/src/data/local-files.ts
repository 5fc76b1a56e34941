import { closeSync, openSync, readSync } from 'node:fs';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { OperationalError } from '@graft/errors';

/** The files that a step was given, by digest. Open handles are kept until `close`. */
export class LocalFiles {
  readonly #paths: Readonly<Record<string, string>>;
  readonly #descriptors = new Map<string, number>();
  readonly #handles = new Map<string, Promise<FileHandle>>();

  constructor(paths: Readonly<Record<string, string>>) {
    this.#paths = paths;
  }

  has(digest: string): boolean {
    return Object.hasOwn(this.#paths, digest);
  }

  /** The whole file. @throws OperationalError `engine.file-missing` */
  async read(digest: string): Promise<Uint8Array> {
    try {
      return await readFile(this.#path(digest));
    } catch (cause) {
      throw explain(digest, cause);
    }
  }

  /** Bytes `offset` to `offset + length`. @throws OperationalError `engine.file-missing` */
  async readRange(digest: string, offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    try {
      const handle = await this.#open(digest);
      const { bytesRead } = await handle.read(bytes, 0, length, offset);
      if (bytesRead === length) return bytes;
    } catch (cause) {
      throw explain(digest, cause);
    }
    throw short(digest, offset + length);
  }

  /**
   * Fills `target` with the bytes from `offset` on, at once: for the rows of a batch, which lie in the
   * page cache.
   * @throws OperationalError `engine.file-missing`, `engine.file-short`
   */
  readInto(digest: string, offset: number, target: Float32Array): void {
    let read: number;
    try {
      read = readSync(this.#openNow(digest), target, 0, target.byteLength, offset);
    } catch (cause) {
      throw explain(digest, cause);
    }
    if (read !== target.byteLength) throw short(digest, offset + target.byteLength);
  }

  async close(): Promise<void> {
    for (const descriptor of this.#descriptors.values()) closeSync(descriptor);
    this.#descriptors.clear();
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    await Promise.allSettled(handles.map(async (handle) => (await handle).close()));
  }

  #openNow(digest: string): number {
    const descriptor = this.#descriptors.get(digest) ?? openSync(this.#path(digest), 'r');
    this.#descriptors.set(digest, descriptor);
    return descriptor;
  }

  #open(digest: string): Promise<FileHandle> {
    const present = this.#handles.get(digest);
    if (present !== undefined) return present;
    const opened = open(this.#path(digest), 'r');
    this.#handles.set(digest, opened);
    return opened;
  }

  #path(digest: string): string {
    const path = Object.hasOwn(this.#paths, digest) ? this.#paths[digest] : undefined;
    if (path !== undefined) return path;
    throw new OperationalError({
      code: 'engine.file-missing',
      message: `The step needs the stored file ${shorten(digest)}, which it was not given.`,
      details: { digest },
    });
  }
}

function shorten(digest: string): string {
  return digest.slice(0, 12);
}

function short(digest: string, end: number): OperationalError {
  return new OperationalError({
    code: 'engine.file-short',
    message: `The stored file ${shorten(digest)} ends before byte ${String(end)}; it is damaged and is fetched again.`,
  });
}

function explain(digest: string, cause: unknown): unknown {
  if (cause instanceof OperationalError) return cause;
  return new OperationalError({
    code: 'engine.file-missing',
    message: `The stored file ${shorten(digest)} cannot be read.`,
    details: { digest },
    cause,
  });
}
