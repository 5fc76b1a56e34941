import type { Selection } from '@graft/graph';
import { featureIndexSchema, type FeatureIndex, type FeatureTable } from '@graft/nodes/steps';
import type { LocalFiles } from '../data/local-files';
import { incomplete, openFeatureFile } from './feature-file';
import { countValues, decodeShard } from './shard';

/** Tables up to this are held in memory; of larger ones the rows of a batch are read when needed. */
const KEPT_BYTES = 256 * 1024 ** 2;

/**
 * Rows of the feature cache for a selection, in its order. However many there are, at most
 * `keptBytes` of them are in memory.
 * @throws OperationalError `features.incomplete` when a row or a shard is missing
 */
export async function openFeatureTable(
  files: LocalFiles,
  indexDigest: string,
  selection: Selection,
  keptBytes = KEPT_BYTES,
): Promise<FeatureTable> {
  const index = featureIndexSchema.parse(
    JSON.parse(new TextDecoder().decode(await files.read(indexDigest))),
  );
  if (countBytes(index, selection) > keptBytes) return openFeatureFile(files, index, selection);
  const table = new MemoryFeatureTable(index, selection);
  for (const digest of index.shards) table.take(decodeShard(await files.read(digest)));
  table.checkComplete();
  return table;
}

function countBytes({ cut, shapes }: FeatureIndex, { examples }: Selection): number {
  const row = cut.reduce((sum, layer) => sum + countValues(shapes, layer), 0);
  return Float32Array.BYTES_PER_ELEMENT * row * examples.length;
}

/** All rows of a selection, one array a cut layer. */
class MemoryFeatureTable implements FeatureTable {
  readonly cut: readonly string[];
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly count: number;
  readonly #values = new Map<string, Float32Array>();
  readonly #places = new Map<string, number[]>();
  readonly #filled = new Set<string>();

  constructor(index: FeatureIndex, selection: Selection) {
    this.cut = index.cut;
    this.shapes = index.shapes;
    this.count = selection.examples.length;
    selection.examples.forEach(({ sha256 }, place) => {
      this.#places.set(sha256, [...(this.#places.get(sha256) ?? []), place]);
    });
    for (const layer of index.cut) {
      this.#values.set(layer, new Float32Array(this.count * this.#rowSize(layer)));
    }
  }

  take(shard: ReturnType<typeof decodeShard>): void {
    for (const [sha256, row] of shard.rowOf) {
      if (this.#filled.has(sha256)) continue;
      const places = this.#places.get(sha256);
      if (places === undefined) continue;
      for (const layer of this.cut) this.#copy(layer, shard.values.get(layer), row, places);
      this.#filled.add(sha256);
    }
  }

  checkComplete(): void {
    const missing = this.#places.size - this.#filled.size;
    if (missing > 0) throw incomplete(`${String(missing)} rows are missing`);
  }

  gather(layer: string, indices: readonly number[]): Float32Array {
    const size = this.#rowSize(layer);
    const all = this.#values.get(layer);
    if (all === undefined) throw incomplete(`layer "${layer}" is missing`);
    const gathered = new Float32Array(indices.length * size);
    indices.forEach((place, row) => {
      gathered.set(all.subarray(place * size, (place + 1) * size), row * size);
    });
    return gathered;
  }

  #copy(
    layer: string,
    source: Float32Array | undefined,
    row: number,
    places: readonly number[],
  ): void {
    const size = this.#rowSize(layer);
    if (source === undefined || source.length < (row + 1) * size) {
      throw incomplete(`rows of layer "${layer}" are too short`);
    }
    const values = source.subarray(row * size, (row + 1) * size);
    for (const place of places) this.#values.get(layer)?.set(values, place * size);
  }

  #rowSize(layer: string): number {
    return countValues(this.shapes, layer);
  }
}
