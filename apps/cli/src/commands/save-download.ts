import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import * as yauzl from 'yauzl';
import { CommandError } from '../exit';

/** Saves a zip that is sent: as it is where `path` ends in `.zip`, else unpacked into that folder. */
export async function saveDownload(path: string, response: Response): Promise<void> {
  if (path.toLowerCase().endsWith('.zip')) return writeWhole(path, response);
  const scratch = await mkdtemp(join(tmpdir(), 'graft-download-'));
  try {
    const zip = join(scratch, 'download.zip');
    await writeWhole(zip, response);
    await unpack(zip, path);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Beside its place first: a download that breaks off leaves no half file under the name. */
async function writeWhole(path: string, { body }: Response): Promise<void> {
  const half = `${path}.part`;
  try {
    await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(half));
    await rename(half, path);
  } finally {
    await rm(half, { force: true });
  }
}

/** Files of a zip below a folder, never beside it. Files of the same names are overwritten. */
async function unpack(path: string, folder: string): Promise<void> {
  const zip = await yauzl.openPromise(path, { autoClose: false });
  const root = resolve(folder);
  await mkdir(root, { recursive: true });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      const target = resolve(root, entry.fileName);
      if (!target.startsWith(root + sep)) {
        throw new CommandError(
          `The download holds ${entry.fileName}, which leads out of ${folder}.`,
        );
      }
      await mkdir(dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
    }
  } finally {
    zip.close();
  }
}
