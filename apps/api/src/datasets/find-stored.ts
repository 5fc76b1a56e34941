import { datasetManifestSchema } from '@graft/graph';
import type { BlobStore } from '@graft/storage';
import { readRange } from './read-range';

/** Where a picture lies in the store. */
export interface StoredPlace {
  readonly pack: string;
  readonly offset: number;
  readonly length: number;
}

/** Where these very bytes are stored already; null where they are not, or no longer as a whole. */
export type FindStored = (sha256: string, bytes: Uint8Array) => Promise<StoredPlace | null>;

/**
 * Finds the pictures of an earlier version, so that an upload that has most of them again stores the new ones alone.
 * What is found is compared byte by byte: importing again mends what has been damaged.
 *
 * @param digest of the version
 * @throws OperationalError `blob.missing`, `blob.corrupt` when its manifest can't be read
 */
export async function openStored(
  digest: string,
  blobs: Pick<BlobStore, 'read' | 'locate'>,
): Promise<FindStored> {
  const text = (await blobs.read(digest)).toString('utf8');
  const { examples } = datasetManifestSchema.parse(JSON.parse(text));
  const places = new Map<string, StoredPlace>();
  for (const example of examples) {
    if (!('pack' in example)) continue;
    const { sha256, pack, offset, length } = example;
    places.set(sha256, { pack, offset, length });
  }
  return async (sha256, bytes) => {
    const place = places.get(sha256);
    if (place === undefined) return null;
    // A pack that is lost is as good as none: the picture is stored anew.
    const path = await blobs.locate(place.pack).catch(() => null);
    const stored = path === null ? null : await readRange(path, place).catch(() => null);
    return stored?.equals(bytes) ? place : null;
  };
}
