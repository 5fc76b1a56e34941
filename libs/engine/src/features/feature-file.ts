import { OperationalError } from '@graft/errors';
import type { Selection } from '@graft/graph';
import type { FeatureIndex, FeatureTable } from '@graft/nodes/steps';
import type { LocalFiles } from '../data/local-files';
import { countValues, decodeShard } from './shard';

/** Where the row of an example lies: a shard, and the first byte of each cut layer in it. */
interface RowPlace {
  readonly digest: string;
  readonly offsets: ReadonlyMap<string, number>;
}

/**
 * Rows of a selection that is too large for the memory: they stay in their shards, and a batch reads
 * its own. The system keeps in its page cache what fits.
 * @throws OperationalError `features.incomplete` when a row or a shard is missing
 */
export async function openFeatureFile(
  files: LocalFiles,
  index: FeatureIndex,
  selection: Selection,
): Promise<FeatureTable> {
  const wanted = new Set(selection.examples.map(({ sha256 }) => sha256));
  const places = new Map<string, RowPlace>();
  for (const digest of index.shards) {
    const found = await findRows(files, digest, index, wanted);
    for (const [sha256, place] of found) places.set(sha256, place);
  }
  const rows = selection.examples.flatMap(({ sha256 }) => places.get(sha256) ?? []);
  const missing = selection.examples.length - rows.length;
  if (missing > 0) throw incomplete(`${String(missing)} rows are missing`);
  return {
    cut: index.cut,
    shapes: index.shapes,
    count: rows.length,
    gather: (layer, indices) =>
      readRows(files, rows, layer, indices, countValues(index.shapes, layer)),
  };
}

async function findRows(
  files: LocalFiles,
  digest: string,
  { cut, shapes }: FeatureIndex,
  wanted: ReadonlySet<string>,
): Promise<[string, RowPlace][]> {
  const bytes = await files.read(digest);
  const shard = decodeShard(bytes);
  return [...shard.rowOf].flatMap(([sha256, row]): [string, RowPlace][] => {
    if (!wanted.has(sha256)) return [];
    const offsets = cut.map((layer): [string, number] => {
      const values = shard.values.get(layer);
      const size = countValues(shapes, layer);
      if (values === undefined || values.length < (row + 1) * size) {
        throw incomplete(`rows of layer "${layer}" are too short`);
      }
      // Our own writer aligns tensors, so that they are views into the file.
      if (values.buffer !== bytes.buffer) throw incomplete('a shard is not aligned');
      const start = values.byteOffset - bytes.byteOffset;
      return [layer, start + row * size * Float32Array.BYTES_PER_ELEMENT];
    });
    return [[sha256, { digest, offsets: new Map(offsets) }]];
  });
}

function readRows(
  files: LocalFiles,
  rows: readonly RowPlace[],
  layer: string,
  indices: readonly number[],
  size: number,
): Float32Array {
  const gathered = new Float32Array(indices.length * size);
  indices.forEach((index, at) => {
    const place = rows[index];
    const offset = place?.offsets.get(layer);
    if (place === undefined || offset === undefined)
      throw incomplete(`layer "${layer}" is missing`);
    files.readInto(place.digest, offset, gathered.subarray(at * size, (at + 1) * size));
  });
  return gathered;
}

export function incomplete(what: string): OperationalError {
  return new OperationalError({
    code: 'features.incomplete',
    message: `The feature cache is incomplete: ${what}. The step that extracts features must run again.`,
  });
}
