import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface WrittenFile {
  /** Relative to the scratch folder. */
  readonly path: string;
  readonly digest: string;
  readonly bytes: number;
}

/** The one folder an engine writes in. Its supervisor makes files durable and removes the folder. */
export class Scratch {
  #written = 0;

  constructor(private readonly folder: string) {}

  /** Writes a whole file of a fresh name and gives its sha256. */
  async write(purpose: string, content: Uint8Array | string): Promise<WrittenFile> {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    this.#written += 1;
    const path = `${purpose}-${String(this.#written)}`;
    await mkdir(this.folder, { recursive: true });
    await writeFile(join(this.folder, path), bytes);
    const digest = createHash('sha256').update(bytes).digest('hex');
    return { path, digest, bytes: bytes.length };
  }
}
