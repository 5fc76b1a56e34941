import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

export const PACK_BYTES = 64 * 1024 ** 2;

/** Where the bytes of an example lie. */
export interface PackPlace {
  pack: number;
  offset: number;
  length: number;
}

/** Makes a file durable as a blob and gives its digest. */
export type StoreFile = (path: string) => Promise<string>;

/** Writes examples one behind the other into files of about 64 MB; each full one becomes a blob. */
export class PackWriter {
  readonly #digests: string[] = [];
  #file: FileHandle | null = null;
  #size = 0;

  constructor(
    private readonly folder: string,
    private readonly store: StoreFile,
    private readonly packBytes: number = PACK_BYTES,
  ) {}

  async add(bytes: Uint8Array): Promise<PackPlace> {
    if (this.#file !== null && this.#size + bytes.length > this.packBytes) await this.#seal();
    this.#file ??= await open(this.#path(), 'wx', 0o600);
    const place = { pack: this.#digests.length, offset: this.#size, length: bytes.length };
    await this.#file.appendFile(bytes);
    this.#size += bytes.length;
    return place;
  }

  /** Digests of all packs, by number. */
  async finish(): Promise<readonly string[]> {
    if (this.#file !== null) await this.#seal();
    return this.#digests;
  }

  /** Closes the file that is being written; the folder is the owner's to remove. */
  async abandon(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  async #seal(): Promise<void> {
    await this.abandon();
    const path = this.#path();
    this.#digests.push(await this.store(path));
    this.#size = 0;
    await rm(path, { force: true });
  }

  #path(): string {
    return join(this.folder, `pack-${String(this.#digests.length)}`);
  }
}
