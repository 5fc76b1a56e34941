import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { UserError } from '@graft/errors';
import { digestSpec } from '@graft/model';
import { createResources, readCard, toBaseCard, toDatasetCard } from './read-card';

const FOLDER = new URL('../../../assets/base-models/efficientnet-lite0/', import.meta.url);
const readJson = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as unknown;

function loadBaseAsset() {
  const card = readCard(readJson('card.json'));
  if (card.type !== 'base-model') throw new Error('not a base model');
  return card;
}

describe('readCard', () => {
  it.each([
    ['an unknown field', { colour: 'red' }],
    ['another format', { format: 'graft.card/2' }],
    ['a path outside the folder', { files: [{ path: '../x', sha256: 'a'.repeat(64), bytes: 1 }] }],
    ['a digest that is none', { files: [{ path: 'x', sha256: 'abc', bytes: 1 }] }],
  ])('refuses %s', (_, change) => {
    const json = { ...loadBaseAsset(), ...change };
    expect(() => readCard(json)).toThrow(UserError);
  });
});

describe('toBaseCard', () => {
  it('reads the model by its card', () => {
    const asset = loadBaseAsset();
    const card = toBaseCard(asset, readJson('model.json'));
    expect(card).toMatchObject({ ref: 'efficientnet-lite0', origin: 'bundled' });
    expect(card.spec.featureLayer).toBe('avg_pool');
    expect(card.spec.input).toEqual(asset.input);
    expect(card.digest).toBe(digestSpec(card.spec));
    const digests = new Set(
      card.spec.layers
        .flatMap((layer) => layer.weights)
        .map(({ source }) => (source.kind === 'blob' ? source.digest : source.kind)),
    );
    expect([...digests]).toEqual([asset.files.find((file) => file.path === 'weights.bin')?.sha256]);
  });

  it('refuses a card that does not name the weights', () => {
    const asset = loadBaseAsset();
    const files = asset.files.filter((file) => file.path !== 'weights.bin');
    expect(() => toBaseCard({ ...asset, files }, readJson('model.json'))).toThrow('weights.bin');
  });
});

describe('createResources', () => {
  it('finds cards by reference', () => {
    const asset = {
      format: 'graft.card/1',
      type: 'dataset',
      ref: 'two',
      name: 'Two',
      description: 'Two things.',
      licence: 'MIT',
      source: 'made up',
      layout: 'csv',
      element: { kind: 'text' },
      classes: [{ name: 'a', count: 1 }],
      digest: 'a'.repeat(64),
      files: [{ path: 'two.csv', sha256: 'b'.repeat(64), bytes: 3 }],
    };
    const card = readCard(asset);
    if (card.type !== 'dataset') throw new Error('not a data set');
    const resources = createResources({ dataset: [toDatasetCard(card)], base: [] });
    expect(resources.find('dataset', 'two')?.digest).toBe('a'.repeat(64));
    expect(resources.find('dataset', 'constructor')).toBeUndefined();
    expect(resources.list('base')).toEqual([]);
  });
});
