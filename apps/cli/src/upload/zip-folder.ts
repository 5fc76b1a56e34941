import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { streamZip, type ZipFile } from '@graft/storage';

/**
 * A folder as a zip, file by file. Hidden files are left out; links are not followed.
 * @throws UserError `archive.too_large` when it would be larger than 4 GB
 */
export function zipFolder(folder: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  return streamZip(readFiles(folder));
}

async function* readFiles(folder: string): AsyncGenerator<ZipFile> {
  for await (const name of listFiles(folder, '')) {
    yield { name, data: await readFile(join(folder, name)) };
  }
}

/** Paths of plain files below a folder, with `/`, in order. */
export async function* listFiles(folder: string, below: string): AsyncGenerator<string> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* listFiles(folder, path);
    else if (entry.isFile()) yield path;
  }
}
