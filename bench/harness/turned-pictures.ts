import { createHash } from 'node:crypto';
import {
  DATASET_FORMAT,
  type DatasetCard,
  type DatasetManifest,
  type ManifestExample,
} from '@graft/graph';
import sharp from 'sharp';
import type { TestStore } from '../../libs/engine/src/testing/test-store';

const TURNS = ['0', '90', '180', '270'];

/**
 * Another task with the same pictures: each is turned by a quarter, in their order, and the class is by
 * how much. `perTurn` pictures of each turn.
 */
export async function storeTurned(
  store: TestStore,
  source: DatasetCard,
  name: string,
  perTurn: number,
): Promise<DatasetCard> {
  const manifest = (await store.readJson(source.digest)) as DatasetManifest;
  const pictures = manifest.examples.filter((example) => 'pack' in example);
  const every = Math.max(1, Math.floor(pictures.length / (perTurn * TURNS.length)));
  const chosen = pictures.filter((_, at) => at % every === 0).slice(0, perTurn * TURNS.length);
  const turned = await Promise.all(chosen.map((example, at) => turn(store, example, at)));
  const pack = await store.put(Buffer.concat(turned));
  let offset = 0;
  const examples = turned.map((bytes, at) => {
    const place = { pack, offset, length: bytes.length };
    offset += bytes.length;
    return {
      sha256: createHash('sha256').update(bytes).digest('hex'),
      label: at % TURNS.length,
      name: `${TURNS[at % TURNS.length] ?? ''}/${String(at)}.png`,
      ...place,
    };
  });
  const { element } = manifest;
  const classes = TURNS.map((each) => `turned ${each}`);
  const made: DatasetManifest = { format: DATASET_FORMAT, element, classes, examples };
  const digest = await store.put(JSON.stringify(made));
  const counts = classes.map((label, index) => ({
    name: label,
    count: examples.filter((example) => example.label === index).length,
  }));
  return { ref: name, name, digest, element, classes: counts };
}

async function turn(store: TestStore, example: ManifestExample, at: number): Promise<Buffer> {
  if (!('pack' in example)) throw new Error(`${example.name} is no picture`);
  const pack = await store.read(example.pack);
  const bytes = pack.subarray(example.offset, example.offset + example.length);
  const degrees = 90 * (at % TURNS.length);
  return sharp(bytes).flatten({ background: 'white' }).rotate(degrees).png().toBuffer();
}
