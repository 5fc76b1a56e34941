import { OperationalError } from '@graft/errors';
import { datasetManifestSchema, type DatasetManifest } from '@graft/graph';
import type { LocalFiles } from './local-files';

/**
 * The content of one data set version.
 * @throws OperationalError `engine.file-missing` or `dataset.damaged`
 */
export async function readManifest(files: LocalFiles, digest: string): Promise<DatasetManifest> {
  const bytes = await files.read(digest);
  try {
    return datasetManifestSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new OperationalError({
      code: 'dataset.damaged',
      message: `The manifest ${digest.slice(0, 12)} of a data set is damaged. Restore the data folder from a backup or import the data set again.`,
      cause,
    });
  }
}
