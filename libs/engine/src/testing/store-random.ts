import { createHash } from 'node:crypto';
import { createRandom, DATASET_FORMAT, type DatasetCard, type DatasetManifest } from '@graft/graph';
import { countElements, digestSpec, type BaseCard, type WeightSpec } from '@graft/model';
import { loadSharp } from '../data/load-sharp';
import { buildRandomBase, type RandomBase } from './random-base';
import type { RandomPictures } from './random-transfer';
import type { TestStore } from './test-store';

/** Gives a base random weights and puts them into the store, as those of an import lie there. */
export async function storeRandomBase(
  store: TestStore,
  drawn: RandomBase,
  seed: number,
): Promise<BaseCard> {
  const spec = buildRandomBase(drawn);
  const values: number[] = [];
  const places = new Map<string, number>();
  for (const { name, shape } of spec.layers.flatMap(({ weights }) => weights)) {
    places.set(name, 4 * values.length);
    const random = createRandom(seed, name);
    const centre = /gamma|variance/.test(name) ? 1 : 0;
    for (let left = countElements(shape); left > 0; left--)
      values.push(centre + random.nextFloat() - 0.5);
  }
  const digest = await store.put(new Uint8Array(Float32Array.from(values).buffer));
  const place = (weight: WeightSpec): WeightSpec => {
    const byteOffset = places.get(weight.name) ?? 0;
    return { ...weight, source: { kind: 'blob', digest, byteOffset, dtype: 'float32' } };
  };
  const layers = spec.layers.map((layer) => ({ ...layer, weights: layer.weights.map(place) }));
  const stored = { ...spec, layers };
  return {
    ref: 'random',
    name: 'random',
    digest: digestSpec(stored),
    spec: stored,
    licence: 'CC0-1.0',
  };
}

/** Draws pictures of noise and puts them into the store as a data set. */
export async function storeRandomPictures(
  store: TestStore,
  drawn: RandomPictures,
): Promise<DatasetCard> {
  const { classes, perClass, channels, sides } = drawn;
  const files = await Promise.all(
    Array.from({ length: classes * perClass }, (_, index) => drawPicture(drawn, index)),
  );
  const size = sides.length === 1 ? (sides[0] ?? null) : null;
  const element = { kind: 'image', height: size, width: size, channels } as const;
  return storeFiles(store, { name: 'noise', files, classes, element });
}

/** Puts pictures into the store as a data set; their classes follow each other in turn. */
export async function storeFiles(
  store: TestStore,
  {
    name,
    files,
    classes,
    element,
  }: {
    readonly name: string;
    readonly files: readonly Buffer[];
    readonly classes: number;
    readonly element: DatasetCard['element'];
  },
): Promise<DatasetCard> {
  const labels = Array.from({ length: classes }, (_, at) => `class ${String(at)}`);
  const pack = await store.put(Buffer.concat(files));
  let offset = 0;
  const examples = files.map((bytes, index) => {
    const label = index % classes;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    offset += bytes.length;
    const file = `${String(index)}.png`;
    return { sha256, label, name: file, pack, offset: offset - bytes.length, length: bytes.length };
  });
  const manifest: DatasetManifest = { format: DATASET_FORMAT, element, classes: labels, examples };
  const counts = labels.map((each, at) => ({
    name: each,
    count: examples.filter(({ label }) => label === at).length,
  }));
  const digest = await store.put(JSON.stringify(manifest));
  return { ref: name, name, digest, element, classes: counts };
}

async function drawPicture(
  { sides, channels, seed }: RandomPictures,
  index: number,
): Promise<Buffer> {
  const sharp = await loadSharp();
  const side = sides[index % sides.length] ?? 1;
  const random = createRandom(seed, 'picture', index);
  const pixels = Uint8Array.from({ length: side * side * channels }, () => random.nextInt(256));
  const picture = sharp(pixels, { raw: { width: side, height: side, channels } });
  return picture
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png()
    .toBuffer();
}
