import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as yauzl from 'yauzl';
import { zipFolder } from './zip-folder';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-zip-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Reads a zip with another implementation than the one that wrote it. */
async function unzip(bytes: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const zip = await yauzl.fromBufferPromise(bytes, { strictFileNames: true });
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    files.set(entry.fileName, Buffer.concat(chunks).toString());
  }
  return files;
}

async function collect(): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of zipFolder(folder)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a folder as a zip', () => {
  it('holds every plain file under its path, and no hidden file or link', async () => {
    await mkdir(join(folder, 'katze ä', 'sub'), { recursive: true });
    await writeFile(join(folder, 'katze ä', 'eins.txt'), 'one');
    await writeFile(join(folder, 'katze ä', 'sub', 'zwei.txt'), 'two');
    await writeFile(join(folder, '.hidden'), 'no');
    await symlink('/etc/passwd', join(folder, 'link'));
    expect([...(await unzip(await collect()))]).toEqual([
      ['katze ä/eins.txt', 'one'],
      ['katze ä/sub/zwei.txt', 'two'],
    ]);
  });

  it('is an archive without entries for an empty folder', async () => {
    expect((await unzip(await collect())).size).toBe(0);
  });
});
