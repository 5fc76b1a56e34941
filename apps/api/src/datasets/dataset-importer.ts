import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, DatasetVersionView } from '@graft/db';
import type { BlobStore, StoredBlob } from '@graft/storage';
import type { ImportedContent } from './import-content';
import { importPictures } from './import-pictures';
import { importTexts } from './import-texts';
import { PackWriter } from './pack-writer';

export interface DatasetUpload {
  workspaceId: string;
  name: string;
  format: 'zip' | 'csv';
  /** The upload as it comes; it is never held as a whole. */
  bytes: AsyncIterable<Uint8Array>;
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

  async #read(
    upload: DatasetUpload,
    scratch: string,
    stored: StoredBlob[],
  ): Promise<ImportedContent> {
    if (upload.format === 'csv') return importTexts(upload.bytes);
    const archive = join(scratch, 'upload.zip');
    await writeAll(archive, upload.bytes);
    const packs = new PackWriter(scratch, async (path) => {
      const blob = await this.blobs.put({ path });
      stored.push(blob);
      return blob.digest;
    });
    try {
      return await importPictures(archive, packs, upload.signal);
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
