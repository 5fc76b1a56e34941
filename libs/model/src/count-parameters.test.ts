import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { countParameters, describeCount, summariseModel } from './count-parameters';
import { EFFICIENTNET_PATH, readEfficientNet } from './fixtures/efficientnet';
import { attachHead } from './surgery/attach-head';
import { freezeLayers } from './surgery/freeze-layers';

const base = readEfficientNet(readFileSync(new URL(EFFICIENTNET_PATH, import.meta.url), 'utf8'));
const headed = attachHead(base, {
  pooling: 'auto',
  hiddenUnits: [],
  dropout: 0.2,
  labels: ['1', '2', '3', '4', '5', '6', '7', '8'],
  seed: 1,
});

describe('countParameters', () => {
  it('counts as Keras does: moving statistics belong to the total only', () => {
    const statistics = base.layers
      .filter((layer) => layer.class === 'BatchNormalization')
      .reduce((sum, layer) => sum + 2 * (layer.outputShape.at(-1) ?? 0), 0);
    const { total, trainable } = countParameters(base);
    expect(total - trainable).toBe(statistics);
  });

  it('counts by block', () => {
    const { blocks, total, trainable } = countParameters(freezeLayers(headed, { kind: 'all' }));
    expect(blocks.find((each) => each.block === 'stem')).toEqual({
      block: 'stem',
      total: 864 + 128,
      trainable: 0,
    });
    expect(blocks.at(-1)).toEqual({ block: 'head', total: 1281 * 8, trainable: 1281 * 8 });
    expect(blocks.reduce((sum, each) => sum + each.total, 0)).toBe(total);
    expect(trainable).toBe(1281 * 8);
  });
});

describe('summariseModel', () => {
  it('says in one line what trains', () => {
    const name = 'EfficientNet-Lite0';
    expect(summariseModel(freezeLayers(headed, { kind: 'all' }), name)).toBe(
      'EfficientNet-Lite0, 142 of 144 layers frozen, 10.2 k trainable',
    );
    expect(summariseModel(base, name)).toBe('EfficientNet-Lite0, nothing frozen, 4.65 M trainable');
    expect(summariseModel(freezeLayers(base, { kind: 'all' }), name)).toBe(
      'EfficientNet-Lite0, 144 of 144 layers frozen, nothing trainable',
    );
  });
});

describe('describeCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 k'],
    [10_248, '10.2 k'],
    [999_999, '1 M'],
    [4_694_024, '4.69 M'],
  ])('%d is %s', (count, text) => {
    expect(describeCount(count)).toBe(text);
  });

  it.each([
    ['en-DE', 4_694_024, '4,69 M'],
    ['en-DE', 10_248, '10,2 k'],
    ['en-GB', 10_248, '10.2 k'],
    ['de', 999, '999'],
  ])('in %s %d is %s', (locale, count, text) => {
    expect(describeCount(count, locale)).toBe(text);
  });
});
