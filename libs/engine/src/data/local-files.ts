import { open, readFile, type FileHandle } from 'node:fs/promises';
import { OperationalError } from '@graft/errors';

/** The files that a step was given, by digest. Open handles are kept until `close`. */
export class LocalFiles {
  readonly #paths: Readonly<Record<string, string>>;
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
    throw new OperationalError({
      code: 'engine.file-short',
      message: `The stored file ${shorten(digest)} ends before byte ${String(offset + length)}; it is damaged and is fetched again.`,
    });
  }

  async close(): Promise<void> {
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    await Promise.allSettled(handles.map(async (handle) => (await handle).close()));
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

function explain(digest: string, cause: unknown): unknown {
  if (cause instanceof OperationalError) return cause;
  return new OperationalError({
    code: 'engine.file-missing',
    message: `The stored file ${shorten(digest)} cannot be read.`,
    details: { digest },
    cause,
  });
}
