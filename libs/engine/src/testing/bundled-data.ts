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
import { readCard, toWordVectorsCard } from '@graft/nodes';
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

/** Puts the texts of a bundled data set into the store. Fields of the bundled files have no quotes. */
export async function storeTexts(store: TestStore, name: string): Promise<DatasetCard> {
  const table = await readFile(join(ASSETS, `datasets/${name}.csv`), 'utf8');
  const rows = table.trim().split('\n').slice(1).map(splitRow);
  const classes = [...new Set(rows.map(([, label]) => label))].sort();
  const examples = rows.map(([text, label], index) => ({
    sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
    label: classes.indexOf(label),
    name: `row ${String(index + 2)}`,
    text,
  }));
  const element = { kind: 'text' } as const;
  const manifest: DatasetManifest = { format: DATASET_FORMAT, element, classes, examples };
  const digest = await store.put(JSON.stringify(manifest));
  const counts = classes.map((label, index) => ({
    name: label,
    count: examples.filter((example) => example.label === index).length,
  }));
  return { ref: name, name, digest, element, classes: counts };
}

function splitRow(row: string): [text: string, label: string] {
  const comma = row.lastIndexOf(',');
  return [row.slice(0, comma), row.slice(comma + 1).trim()];
}

/** Puts the bundled word vectors into the store. */
export async function storeWordVectors(store: TestStore): Promise<BaseCard> {
  const folder = join(ASSETS, 'word-vectors/glove-6b-100d-20k');
  const asset = readCard(JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')));
  if (asset.type !== 'word-vectors') throw new Error('the card is not one of word vectors');
  for (const { path } of asset.files) await store.put(await readFile(join(folder, path)));
  return toWordVectorsCard(asset);
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
