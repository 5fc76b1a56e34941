import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetCard } from '@graft/graph';
import type { BaseCard } from '@graft/model';
import {
  readCard,
  toBaseCard,
  toDatasetCard,
  toWordVectorsCard,
  type AssetCard,
} from '@graft/nodes';

/** A file that ships with Graft. */
export interface BundledFile {
  path: string;
  sha256: string;
}

export interface BundledDataset {
  card: DatasetCard;
  format: 'zip' | 'csv';
  file: BundledFile;
}

export interface BundledBase {
  card: BaseCard;
  files: readonly BundledFile[];
}

/** Everything that ships with Graft and that graphs may name. */
export interface Bundle {
  datasets: readonly BundledDataset[];
  bases: readonly BundledBase[];
}

/** Reads the cards in the folder `assets`. @throws UserError `card.invalid` */
export async function loadBundle(assets: string): Promise<Bundle> {
  const [datasets, bases, vectors] = await Promise.all([
    loadDatasets(assets),
    loadBases(assets),
    loadWordVectors(assets),
  ]);
  return { datasets, bases: [...bases, ...vectors] };
}

async function loadDatasets(assets: string): Promise<BundledDataset[]> {
  const folder = join(assets, 'datasets');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.card.json')).sort();
  const loaded = names.map(async (name): Promise<BundledDataset[]> => {
    const asset = await loadCard(join(folder, name));
    if (asset.type !== 'dataset') return [];
    const format = asset.layout === 'csv' ? 'csv' : 'zip';
    return placeFiles(folder, asset)
      .slice(0, 1)
      .map((file) => ({ card: toDatasetCard(asset), format, file }));
  });
  return (await Promise.all(loaded)).flat();
}

async function loadBases(assets: string): Promise<BundledBase[]> {
  const names = (await readdir(join(assets, 'base-models'))).sort();
  const loaded = names.map(async (name): Promise<BundledBase[]> => {
    const folder = join(assets, 'base-models', name);
    const asset = await loadCard(join(folder, 'card.json'));
    if (asset.type !== 'base-model') return [];
    const model: unknown = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    return [{ card: toBaseCard(asset, model), files: placeFiles(folder, asset) }];
  });
  return (await Promise.all(loaded)).flat();
}

/** Word vectors are base models for texts. */
async function loadWordVectors(assets: string): Promise<BundledBase[]> {
  const names = (await readdir(join(assets, 'word-vectors'))).sort();
  const loaded = names.map(async (name): Promise<BundledBase[]> => {
    const folder = join(assets, 'word-vectors', name);
    const asset = await loadCard(join(folder, 'card.json'));
    if (asset.type !== 'word-vectors') return [];
    return [{ card: toWordVectorsCard(asset), files: placeFiles(folder, asset) }];
  });
  return (await Promise.all(loaded)).flat();
}

async function loadCard(path: string): Promise<AssetCard> {
  return readCard(JSON.parse(await readFile(path, 'utf8')));
}

function placeFiles(folder: string, { files }: AssetCard): BundledFile[] {
  return files.map(({ path, sha256 }) => ({ path: join(folder, path), sha256 }));
}
