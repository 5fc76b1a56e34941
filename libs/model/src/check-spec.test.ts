import { describe, expect, it } from '@jest/globals';
import { checkSpec } from './check-spec';
import { buildResidualSpec } from './fixtures/residual-spec';
import type { LayerSpec, ModelSpec } from './model-spec';

const good = buildResidualSpec({ skips: [true], pretrained: true });

function withLayer(name: string, change: Partial<LayerSpec>): ModelSpec {
  return {
    ...good,
    layers: good.layers.map((layer) => (layer.name === name ? { ...layer, ...change } : layer)),
  };
}

describe('checkSpec', () => {
  it('finds nothing in a good spec, whatever the order of keys', () => {
    expect(checkSpec(good)).toEqual([]);
    const layers = good.layers.map((layer) => ({
      ...layer,
      config: Object.fromEntries(Object.entries(layer.config).reverse()),
    }));
    expect(checkSpec({ ...good, layers })).toEqual([]);
  });

  const reversed: ModelSpec = { ...good, layers: good.layers.toReversed() };
  const cases: [string, ModelSpec, RegExp][] = [
    [
      'an unknown class',
      withLayer('block1_bn', { class: 'toString' }),
      /no layer class "toString"/,
    ],
    [
      'a wrong shape',
      withLayer('block1_conv', { outputShape: [9, 9, 9] }),
      /says its output is 9 x 9 x 9, but it is 8 x 8 x 4/,
    ],
    [
      'a missing default',
      withLayer('top_dropout', { config: {} }),
      /"top_dropout": Its configuration is wrong/,
    ],
    [
      'a configuration not in normal form',
      withLayer('block1_activation', { config: { maxValue: 6 } }),
      /normal form/,
    ],
    [
      'missing weights',
      withLayer('predictions', { weights: [] }),
      /needs the weights \[predictions\/kernel/,
    ],
    [
      'a trainable layer that can not train',
      withLayer('avg_pool', { trainable: true }),
      /marked trainable/,
    ],
    [
      'statistics where there are none',
      withLayer('predictions', { statistics: 'kept' }),
      /statistics/,
    ],
    ['layers out of order', reversed, /which is not before it/],
    ['a layer twice', { ...good, layers: [...good.layers, ...good.layers.slice(-1)] }, /twice/],
    ['an output that is not there', { ...good, output: 'x' }, /output "x"/],
    [
      'a layer that leads nowhere',
      { ...good, output: 'avg_pool' },
      /"predictions" leads to no output/,
    ],
    [
      'another input',
      { ...good, input: { kind: 'vector', size: 3 } },
      /16 x 16 x 3, but examples are 3/,
    ],
    ['too few labels', { ...good, labels: ['a'] }, /names 1 classes, but its output is 5/],
    ['a feature layer that is not there', { ...good, featureLayer: 'x' }, /feature layer "x"/],
  ];
  it.each(cases)('finds %s', (_, spec, sentence) => {
    expect(checkSpec(spec).join('\n')).toMatch(sentence);
  });
});
