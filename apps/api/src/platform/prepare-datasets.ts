import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UnexpectedError } from '@graft/errors';
import { LocalBlobStore } from '@graft/storage';
import { storeUpload } from '../datasets/store-upload';
import { loadBundle } from './load-bundle';

/**
 * Imports the bundled data sets into blobs below `folder`, so that no workspace has to decode their pictures again.
 * What is there already stays. Every user of the machine may read them: an image is built by another one than it
 * runs as.
 * @throws UnexpectedError when a card names another digest than that of its data
 */
export async function prepareDatasets(assets: string, folder: string): Promise<void> {
  const blobs = new LocalBlobStore(folder);
  const { datasets } = await loadBundle(assets);
  for (const { card, format, file } of datasets) {
    if (await blobs.has(card.digest)) continue;
    const upload = { format, bytes: { path: file.path } };
    const { manifest } = await storeUpload(upload, blobs, join(folder, 'scratch'));
    if (manifest.digest === card.digest) continue;
    throw new UnexpectedError({
      code: 'card.wrong-digest',
      message: `The card of ${card.name} says ${card.digest}, but its data make ${manifest.digest}.`,
    });
  }
  await letOthersRead(folder);
}

async function letOthersRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}
