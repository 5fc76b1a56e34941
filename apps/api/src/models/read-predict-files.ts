import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@graft/errors';
import { writeAll } from '../datasets/dataset-importer';
import { openArchive } from '../datasets/open-archive';
import type { PredictFile } from './predictor';

const CLUTTER = /(^|\/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(\/|$)/;
const MOST_BYTES = 64 * 1024 ** 2;

/** The files of an upload, one at a time: itself, or what its zip holds. */
export async function* readPredictFiles(
  upload: AsyncIterable<Uint8Array>,
  { name, zip, folder }: { name: string; zip: boolean; folder: string },
): AsyncGenerator<PredictFile> {
  if (!zip) {
    yield { name, bytes: await readWhole(upload) };
    return;
  }
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'upload-'));
  try {
    const path = join(scratch, 'upload.zip');
    await writeAll(path, upload);
    const archive = await openArchive(path);
    try {
      for (const file of archive.files) {
        if (!CLUTTER.test(file.name)) yield { name: file.name, bytes: await file.read() };
      }
    } finally {
      archive.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function readWhole(upload: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of upload) {
    size += chunk.length;
    if (size > MOST_BYTES) {
      throw new UserError({
        status: 413,
        code: 'body.too_large',
        message: 'One file may have 64 MB; send several in a zip.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
