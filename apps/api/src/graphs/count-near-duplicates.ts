import { datasetManifestSchema, groupTwins, toExampleRow, type DatasetCard } from '@graft/graph';
import type { BlobStore } from '@graft/storage';
import { recall } from './recall';

const counted = new Map<string, Promise<number>>();

/**
 * How many pictures of a data set have a near duplicate in it: counted once, for it never changes.
 * Undefined for texts, and where it can't be read (still being installed, damaged): this is advice.
 */
export async function countNearDuplicates(
  blobs: Pick<BlobStore, 'read'>,
  { element, digest }: Pick<DatasetCard, 'element' | 'digest'>,
): Promise<number | undefined> {
  if (element.kind !== 'image') return undefined;
  try {
    return await recall(counted, digest, () => count(blobs, digest));
  } catch {
    return undefined;
  }
}

async function count(blobs: Pick<BlobStore, 'read'>, digest: string): Promise<number> {
  const bytes = await blobs.read(digest);
  const { examples } = datasetManifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  return groupTwins(examples.map(toExampleRow)).flat().length;
}
