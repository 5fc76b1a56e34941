import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DATASET_FORMAT,
  type DatasetCard,
  type DatasetManifest,
  type ResourceCards,
  type Resources,
} from '@graft/graph';
import { digestSpec, readLayersModel, type BaseCard } from '@graft/model';
import { readZip } from './read-zip';
import type { TestStore } from './test-store';

const ASSETS = join(import.meta.dirname, '../../../../assets');

/** Puts the first `perClass` pictures of each class of a bundled data set into the store. */
export async function storeDataset(
  store: TestStore,
  name: string,
  perClass: number,
): Promise<DatasetCard> {
  const files = await readZip(join(ASSETS, `datasets/${name}.zip`));
  const names = [...files.keys()].filter((each) => each.endsWith('.png')).sort();
  const classOf = (each: string): string => each.split('/').at(-2) ?? '';
  const classes = [...new Set(names.map(classOf))].sort();
  const chosen = classes.flatMap((label) =>
    names.filter((each) => classOf(each) === label).slice(0, perClass),
  );
  const pictures = chosen.map((each) => files.get(each) ?? new Uint8Array());
  const pack = await store.put(Buffer.concat(pictures));
  let offset = 0;
  const examples = chosen.map((each, index) => {
    const bytes = pictures[index] ?? new Uint8Array();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    offset += bytes.length;
    return {
      sha256,
      label: classes.indexOf(classOf(each)),
      name: each,
      pack,
      offset: offset - bytes.length,
      length: bytes.length,
    };
  });
  const grey = name === 'digits';
  const side = grey ? 28 : 64;
  const element = { kind: 'image', height: side, width: side, channels: grey ? 1 : 3 } as const;
  const manifest: DatasetManifest = { format: DATASET_FORMAT, element, classes, examples };
  const digest = await store.put(JSON.stringify(manifest));
  const counts = classes.map((label, index) => ({
    name: label,
    count: examples.filter((example) => example.label === index).length,
  }));
  return { ref: name, name, digest, element, classes: counts };
}

/** Puts EfficientNet-Lite0 into the store. */
export async function storeEfficientNet(store: TestStore): Promise<BaseCard> {
  const folder = join(ASSETS, 'base-models/efficientnet-lite0');
  const weights = await readFile(join(folder, 'weights.bin'));
  const digest = await store.put(weights);
  const spec = readLayersModel(JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')), {
    weights: { digest, bytes: weights.length },
    input: { kind: 'image', height: 224, width: 224, channels: 3, mean: 127, scale: 128 },
  });
  const name = 'efficientnet-lite0';
  return { ref: name, name, digest: digestSpec(spec), spec, licence: 'Apache-2.0' };
}

/** Resources that hold exactly these cards. */
export function resourcesOf(
  datasets: readonly DatasetCard[],
  bases: readonly BaseCard[],
): Resources {
  const cards: { [Type in keyof ResourceCards]: readonly ResourceCards[Type][] } = {
    dataset: datasets,
    base: bases,
  };
  return {
    find: (type, ref) => cards[type].find((card) => card.ref === ref),
    list: (type) => cards[type],
  };
}
