import type { Database, DatasetVersionView } from '@graft/db';
import { datasetManifestSchema, type DatasetManifest } from '@graft/graph';
import type { BlobStore, StoredBlob } from '@graft/storage';
import { openStored, type FindStored } from './find-stored';
import { storeUpload, type UploadedContent } from './store-upload';

export interface DatasetUpload extends UploadedContent {
  workspaceId: string;
  name: string;
}

/** A data set version by the digest of its manifest. */
interface StoredVersion {
  workspaceId: string;
  name: string;
  digest: string;
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
    const findStored = upload.format === 'zip' ? await this.#openNewest(upload) : null;
    const asked = findStored === null ? upload : { ...upload, findStored };
    const { content, manifest, packs } = await storeUpload(asked, this.blobs, this.folder);
    await this.database.blobs.record([...packs, manifest]);
    return this.database.datasets.addVersion({
      workspaceId: upload.workspaceId,
      name: upload.name,
      digest: manifest.digest,
      element: content.manifest.element,
      classes: content.classes,
      rejected: content.rejected,
    });
  }

  /**
   * Adds what was imported before, for another workspace or on another machine.
   *
   * @param from where its manifest and its packs lie; what is not in the store yet is copied
   * @throws OperationalError `blob.missing`, `blob.corrupt` when they don't lie there as a whole
   */
  async addImported(
    { workspaceId, name, digest }: StoredVersion,
    from: BlobStore,
  ): Promise<DatasetVersionView> {
    const text = (await from.read(digest)).toString('utf8');
    const manifest = datasetManifestSchema.parse(JSON.parse(text));
    const packs = new Set(manifest.examples.flatMap((each) => ('pack' in each ? [each.pack] : [])));
    const stored: StoredBlob[] = [];
    for (const blob of [...packs, digest]) {
      stored.push(await this.blobs.put({ path: await from.locate(blob) }, blob));
    }
    await this.database.blobs.record(stored);
    return this.#addVersion({ workspaceId, name, digest }, manifest);
  }

  /**
   * Adds a version whose examples are stored already, made of version `after`.
   * @throws UserError 409 `dataset.changed` when that is no longer the newest one
   */
  async addChanged(
    changed: Omit<StoredVersion, 'digest'> & { after: string },
    manifest: DatasetManifest,
  ): Promise<DatasetVersionView> {
    const stored = await this.blobs.put({ bytes: Buffer.from(JSON.stringify(manifest)) });
    await this.database.blobs.record([stored]);
    return this.#addVersion({ ...changed, digest: stored.digest }, manifest);
  }

  /** The pictures of the version before: an upload that adds some to them has most of them again. */
  async #openNewest({ workspaceId, name }: DatasetUpload): Promise<FindStored | null> {
    const newest = await this.database.datasets.findNewest(workspaceId, name);
    if (newest?.name !== name) return null;
    // What can't be read is stored anew: importing again mends it.
    return openStored(newest.digest, this.blobs).catch(() => null);
  }

  #addVersion(
    version: StoredVersion & { after?: string },
    manifest: DatasetManifest,
  ): Promise<DatasetVersionView> {
    const counts = manifest.classes.map(() => 0);
    for (const { label } of manifest.examples) counts[label] = (counts[label] ?? 0) + 1;
    const classes = manifest.classes.map((name, label) => ({ name, count: counts[label] ?? 0 }));
    const { element } = manifest;
    return this.database.datasets.addVersion({ ...version, element, classes, rejected: [] });
  }
}
