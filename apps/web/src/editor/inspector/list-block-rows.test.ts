import type { LayerSpec, ModelSpec } from '@graft/model';
import { describe, expect, it } from '@jest/globals';
import { countLooks, listBlockRows } from './list-block-rows';

type Source = LayerSpec['weights'][number]['source'];
const LEARNED: Source = { kind: 'blob', digest: 'd', byteOffset: 0, dtype: 'float32' };
const FRESH: Source = { kind: 'initialiser', name: 'zeros', seed: 1 };

const start: LayerSpec = {
  name: 'input',
  class: 'InputLayer',
  config: {},
  inbound: [],
  outputShape: [5],
  trainable: false,
  weights: [],
  block: 'input',
};

function dense(name: string, trainable: boolean, source = LEARNED): LayerSpec {
  return {
    name,
    class: 'Dense',
    config: { units: 5, useBias: false },
    inbound: [],
    outputShape: [5],
    trainable,
    weights: [{ name: `${name}/kernel`, shape: [5, 5], source }],
    block: name,
  };
}

function model(...dense: LayerSpec[]): ModelSpec {
  const layers = [start];
  for (const layer of dense) layers.push({ ...layer, inbound: [layers.at(-1)?.name ?? ''] });
  const input = { kind: 'vector', size: 5 } as const;
  const output = layers.at(-1)?.name ?? '';
  return { format: 'graft.model/1', input, layers, output, featureLayer: null, labels: null };
}

const looks = (...specs: Parameters<typeof listBlockRows>) =>
  listBlockRows(...specs).map(({ block, look }) => `${block} ${look}`);

describe('listBlockRows', () => {
  //   early - middle - late   becomes   early* - middle - head
  it('says of each block what becomes of it, dropped and new ones too', () => {
    const arriving = model(dense('early', true), dense('middle', true), dense('late', true));
    const leaving = model(dense('early', false), dense('middle', true), dense('head', true, FRESH));
    expect(looks(arriving, leaving)).toEqual([
      'early frozen',
      'middle trains',
      'late dropped',
      'head fresh',
    ]);
  });

  it('says both of a block that starts anew and does not learn', () => {
    const leaving = model(dense('early', false, FRESH), dense('late', true));
    expect(looks(model(dense('early', true), dense('late', true)), leaving)).toEqual([
      'early fresh-frozen',
      'late trains',
    ]);
  });

  it('shows the arriving model while nothing leaves, and nothing without either', () => {
    expect(looks(model(dense('early', false)), null)).toEqual(['early frozen']);
    expect(looks(null, null)).toEqual([]);
  });
});

describe('countLooks', () => {
  it('counts every weight once', () => {
    const arriving = model(dense('early', true), dense('late', true));
    const rows = listBlockRows(arriving, model(dense('early', false), dense('head', true, FRESH)));
    expect(countLooks(rows)).toEqual({
      ...{ frozen: 25, trains: 0, fresh: 25, 'fresh-frozen': 0, dropped: 25 },
    });
    const both = listBlockRows(null, model(dense('early', false, FRESH)));
    expect(countLooks(both)).toMatchObject({ frozen: 0, fresh: 0, 'fresh-frozen': 25 });
  });
});
