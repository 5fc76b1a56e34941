import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Blobs in a folder by sha256, and where they lie: what a supervisor's blob store is to an engine. */
export class TestStore {
  readonly files: Record<string, string> = {};

  constructor(readonly folder: string) {}

  async put(bytes: Uint8Array | string): Promise<string> {
    const digest = createHash('sha256').update(bytes).digest('hex');
    const path = join(this.folder, 'blobs', digest);
    await mkdir(join(this.folder, 'blobs'), { recursive: true });
    await writeFile(path, bytes);
    this.files[digest] = path;
    return digest;
  }

  async read(digest: string): Promise<Uint8Array> {
    return new Uint8Array(await readFile(this.files[digest] ?? ''));
  }

  async readJson(digest: string): Promise<unknown> {
    return JSON.parse(new TextDecoder().decode(await this.read(digest)));
  }
}
