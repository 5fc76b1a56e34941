import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { streamZip, type ZipFile } from '@graft/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listFiles } from '../upload/zip-folder';
import { saveDownload } from './save-download';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-download-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What a server sends: a zip of small files. */
function answer(...names: readonly string[]): Response {
  async function* files(): AsyncGenerator<ZipFile> {
    for (const name of names) yield await Promise.resolve({ name, data: Buffer.from(name) });
  }
  return new Response(Readable.toWeb(Readable.from(streamZip(files()))) as ReadableStream);
}

async function list(below: string): Promise<string[]> {
  const found: string[] = [];
  for await (const name of listFiles(below, '')) found.push(name);
  return found;
}

describe('a zip that is sent', () => {
  it('is unpacked into a folder, with its sub-folders', async () => {
    const target = join(folder, 'data/mine');
    await saveDownload(target, answer('cat/1.png', 'dog/2.png'));
    expect(await list(target)).toEqual(['cat/1.png', 'dog/2.png']);
    expect(await readFile(join(target, 'dog/2.png'), 'utf8')).toBe('dog/2.png');
  });

  it('is saved as it is under a name that ends in .zip', async () => {
    const path = join(folder, 'mine.zip');
    await saveDownload(path, answer('cat/1.png'));
    expect(await readdir(folder)).toEqual(['mine.zip']);
    expect((await readFile(path)).subarray(0, 2).toString()).toBe('PK');
  });

  it('never writes beside its folder', async () => {
    const target = join(folder, 'deep/target');
    await expect(saveDownload(target, answer('ok.txt', '../beside.txt'))).rejects.toThrow();
    expect(await readdir(join(folder, 'deep'))).toEqual(['target']);
  });
});
