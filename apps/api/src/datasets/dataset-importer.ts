import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, DatasetVersionView } from '@graft/db';
import type { DatasetManifest } from '@graft/graph';
import type { BlobStore, StoredBlob } from '@graft/storage';
import type { ImportedContent } from './import-content';
import { importPictures, type ImportProgress } from './import-pictures';
import { importTexts } from './import-texts';
import { PackWriter } from './pack-writer';
import type { TextColumns } from './read-csv';

export interface DatasetUpload {
  workspaceId: string;
  name: string;
  format: 'zip' | 'csv' | 'jsonl';
  /** The upload as it comes, never held as a whole; or a file that is there already. */
  bytes: AsyncIterable<Uint8Array> | { path: string };
  /** Of texts: where text and label stand. */
  columns?: TextColumns | undefined;
  /** Told after each picture. */
  onProgress?: (progress: ImportProgress) => void;
  /** Ends the import early, with nothing left behind. */
  signal?: AbortSignal;
}

/**
 * Turns uploads into data set versions. Blobs come first and rows last: whatever dies in between,
 * no half-written data set is ever seen. Temporary files are removed in any case.
 */
export class DatasetImporter {
  constructor(
    private readonly database: Pick<Database, 'blobs' | 'datasets'>,
    private readonly blobs: BlobStore,
    /** Where temporary folders are made. */
    private readonly folder: string,
  ) {}

  /** @throws UserError 422 `archive.*`, `csv.*`, `dataset.empty` */
  async import(upload: DatasetUpload): Promise<DatasetVersionView> {
    await mkdir(this.folder, { recursive: true });
    const scratch = await mkdtemp(join(this.folder, 'import-'));
    try {
      const stored: StoredBlob[] = [];
      const content = await this.#read(upload, scratch, stored);
      const manifest = await this.blobs.put({
        bytes: Buffer.from(JSON.stringify(content.manifest)),
      });
      await this.database.blobs.record([...stored, manifest]);
      return await this.database.datasets.addVersion({
        workspaceId: upload.workspaceId,
        name: upload.name,
        digest: manifest.digest,
        element: content.manifest.element,
        classes: content.classes,
        rejected: content.rejected,
      });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Adds a version whose examples are stored already. */
  async addChanged(
    workspaceId: string,
    name: string,
    manifest: DatasetManifest,
  ): Promise<DatasetVersionView> {
    const stored = await this.blobs.put({ bytes: Buffer.from(JSON.stringify(manifest)) });
    await this.database.blobs.record([stored]);
    const counts = manifest.classes.map(() => 0);
    for (const { label } of manifest.examples) counts[label] = (counts[label] ?? 0) + 1;
    return this.database.datasets.addVersion({
      ...{ workspaceId, name, digest: stored.digest, element: manifest.element, rejected: [] },
      classes: manifest.classes.map((each, label) => ({ name: each, count: counts[label] ?? 0 })),
    });
  }

  async #read(
    upload: DatasetUpload,
    scratch: string,
    stored: StoredBlob[],
  ): Promise<ImportedContent> {
    const { format, bytes, columns } = upload;
    if (format !== 'zip') {
      const stream = 'path' in bytes ? createReadStream(bytes.path) : bytes;
      return importTexts(stream as AsyncIterable<Uint8Array>, { format, columns });
    }
    const archive = 'path' in bytes ? bytes.path : join(scratch, 'upload.zip');
    if (!('path' in bytes)) await writeAll(archive, bytes);
    const packs = new PackWriter(scratch, async (path) => {
      const blob = await this.blobs.put({ path });
      stored.push(blob);
      return blob.digest;
    });
    try {
      return await importPictures(archive, packs, upload);
    } finally {
      await packs.abandon();
    }
  }
}

/** Writes a stream to a new file. A zip is read from its end, so it has to lie on disk. */
export async function writeAll(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}
