import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetCard, Resources } from '@graft/graph';
import type { BaseCard } from '@graft/model';
import {
  createResources,
  readCard,
  toBaseCard,
  toDatasetCard,
  toWordVectorsCard,
  type AssetCard,
} from '@graft/nodes';
import { findRepository } from './find-stack';

/** What ships with Graft: enough to check and plan graphs when no stack runs. */
export async function loadBundledResources(
  assets = process.env['GRAFT_ASSETS'] ?? join(findRepository(), 'assets'),
): Promise<Resources> {
  const [dataset, base, vectors] = await Promise.all([
    loadDatasets(assets),
    loadBases(assets),
    loadWordVectors(assets),
  ]);
  return createResources({ dataset, base: [...base, ...vectors] });
}

async function loadDatasets(assets: string): Promise<DatasetCard[]> {
  const folder = join(assets, 'datasets');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.card.json'));
  const cards = await Promise.all(names.map((name) => loadCard(join(folder, name))));
  return cards.flatMap((card) => (card.type === 'dataset' ? [toDatasetCard(card)] : []));
}

async function loadBases(assets: string): Promise<BaseCard[]> {
  const folder = join(assets, 'base-models');
  const loaded = (await readdir(folder)).map(async (name): Promise<BaseCard[]> => {
    const card = await loadCard(join(folder, name, 'card.json'));
    if (card.type !== 'base-model') return [];
    const model: unknown = JSON.parse(await readFile(join(folder, name, 'model.json'), 'utf8'));
    return [toBaseCard(card, model)];
  });
  return (await Promise.all(loaded)).flat();
}

async function loadWordVectors(assets: string): Promise<BaseCard[]> {
  const folder = join(assets, 'word-vectors');
  const loaded = (await readdir(folder)).map(async (name): Promise<BaseCard[]> => {
    const card = await loadCard(join(folder, name, 'card.json'));
    return card.type === 'word-vectors' ? [toWordVectorsCard(card)] : [];
  });
  return (await Promise.all(loaded)).flat();
}

async function loadCard(path: string): Promise<AssetCard> {
  return readCard(JSON.parse(await readFile(path, 'utf8')));
}
