import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetManifest } from '@graft/graph';
import type { BlobStore, StoredBlob } from '@graft/storage';
import type { FindStored } from './find-stored';
import type { ImportedContent } from './import-content';
import { importPictures, type ImportProgress } from './import-pictures';
import { importTexts } from './import-texts';
import { PackWriter } from './pack-writer';
import type { TextColumns } from './read-csv';

export interface UploadedContent {
  format: 'zip' | 'csv' | 'jsonl';
  /** The upload as it comes, never held as a whole; or a file that is there already. */
  bytes: AsyncIterable<Uint8Array> | { path: string };
  /** Of texts: where text and label stand. */
  columns?: TextColumns | undefined;
  /** Of pictures: what it finds is not stored again. */
  findStored?: FindStored;
  /** Of an archive: told what it may take once it is unpacked, in bytes, before that; refuses by throwing. */
  onSize?: (bytes: number) => Promise<void>;
  /** Told after each picture. */
  onProgress?: (progress: ImportProgress) => void;
  /** Ends the import early, with nothing left behind. */
  signal?: AbortSignal;
}

/** What an upload became in a blob store. */
export interface StoredContent {
  content: ImportedContent;
  manifest: StoredBlob;
  packs: StoredBlob[];
}

/**
 * Reads an upload into blobs: packs of examples first, the manifest that names them last.
 *
 * @param folder where a temporary folder is made; it is removed in any case
 * @throws UserError 422 `archive.*`, `csv.*`, `dataset.empty`
 */
export async function storeUpload(
  upload: UploadedContent,
  blobs: BlobStore,
  folder: string,
): Promise<StoredContent> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'import-'));
  try {
    const packs: StoredBlob[] = [];
    const content = await readUpload(upload, scratch, async (path) => {
      const blob = await blobs.put({ path });
      packs.push(blob);
      return blob.digest;
    });
    const path = join(scratch, 'manifest.json');
    await writeAll(path, writeManifest(content.manifest));
    const manifest = await blobs.put({ path });
    return { content, manifest, packs };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const EXAMPLES_AT_ONCE = 1000;

/** The text that `JSON.stringify` makes of a manifest, in pieces: of 100,000 pictures it has 30 MB. */
function* writeManifest(manifest: DatasetManifest): Generator<Buffer> {
  const { examples, ...rest } = manifest;
  yield Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"examples":[`);
  for (let at = 0; at < examples.length; at += EXAMPLES_AT_ONCE) {
    const piece = JSON.stringify(examples.slice(at, at + EXAMPLES_AT_ONCE)).slice(1, -1);
    yield Buffer.from(at === 0 ? piece : `,${piece}`);
  }
  yield Buffer.from(']}');
}

async function readUpload(
  upload: UploadedContent,
  scratch: string,
  storePack: (path: string) => Promise<string>,
): Promise<ImportedContent> {
  const { format, bytes, columns } = upload;
  if (format !== 'zip') {
    const stream = 'path' in bytes ? createReadStream(bytes.path) : bytes;
    return importTexts(stream as AsyncIterable<Uint8Array>, { format, columns });
  }
  const archive = 'path' in bytes ? bytes.path : join(scratch, 'upload.zip');
  if (!('path' in bytes)) await writeAll(archive, bytes);
  const packs = new PackWriter(scratch, storePack);
  try {
    return await importPictures(archive, packs, upload);
  } finally {
    await packs.abandon();
  }
}

/** Writes a stream to a new file. A zip is read from its end, so it has to lie on disk. */
export async function writeAll(
  path: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}
