import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@graft/errors';
import { writeAll } from '../datasets/store-upload';
import { openArchive } from '../datasets/open-archive';
import type { PredictFile } from './predictor';

const CLUTTER = /(^|\/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(\/|$)/;
const MOST_BYTES = 64 * 1024 ** 2;
/** Of a zip that is unpacked while somebody waits for the answer. */
const ARCHIVE = { entryBytes: MOST_BYTES, totalBytes: 1024 ** 3 };

/** Texts of one upload; a line is one text. */
const MOST_TEXTS = 10_000;
/** A text is its own name in the answer, up to this many characters. */
const NAME_LENGTH = 80;

/** What an upload holds: one file, a zip of files, or a text in every line. */
export type UploadLayout = 'file' | 'zip' | 'lines';

/** The files of an upload, one at a time: itself, what its zip holds, or its lines. */
export async function* readPredictFiles(
  upload: AsyncIterable<Uint8Array>,
  { name, layout, folder }: { name: string; layout: UploadLayout; folder: string },
): AsyncGenerator<PredictFile> {
  if (layout === 'file') {
    yield { name, bytes: await readWhole(upload) };
    return;
  }
  if (layout === 'lines') {
    yield* splitLines(await readWhole(upload));
    return;
  }
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'upload-'));
  try {
    const path = join(scratch, 'upload.zip');
    await writeAll(path, upload);
    const archive = await openArchive(path, ARCHIVE);
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

function* splitLines(bytes: Buffer): Generator<PredictFile> {
  const lines = bytes
    .toString('utf8')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > MOST_TEXTS) {
    throw new UserError({
      status: 413,
      code: 'body.too_many_texts',
      message: `A request may have ${MOST_TEXTS} texts, one a line; this one has ${lines.length}. Send them in parts.`,
    });
  }
  for (const line of lines) {
    const name = line.length > NAME_LENGTH ? `${line.slice(0, NAME_LENGTH - 1)}…` : line;
    yield { name, bytes: Buffer.from(line, 'utf8') };
  }
}

/** @throws UserError 413 `body.too_large` above 64 MiB */
export async function readWhole(upload: AsyncIterable<Uint8Array>): Promise<Buffer> {
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
