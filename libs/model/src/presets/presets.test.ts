import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkSpec } from '../check-spec';
import { countParameters } from '../count-parameters';
import { attachHead } from '../surgery/attach-head';
import { buildDigitsCnn, DIGITS_HEAD } from './digits-cnn';
import { buildMlp } from './mlp';
import { buildSmallCnn } from './small-cnn';

const image = (height: number, width: number, channels: 1 | 3) =>
  ({ kind: 'image', height, width, channels, mean: 0, scale: 255 }) as const;

describe('buildSmallCnn', () => {
  it('fits pictures of any size', () => {
    const side = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom(1 as const, 3 as const),
        (height, width, channels) => {
          const spec = buildSmallCnn(image(height, width, channels), 1);
          expect(checkSpec(spec)).toEqual([]);
          expect(spec.output).toBe('avg_pool');
          expect(spec.featureLayer).toBe('avg_pool');
          expect(spec.layers.every((layer) => layer.weights.length === 0 || layer.trainable)).toBe(
            true,
          );
        },
      ),
    );
  });

  it('has more blocks for larger pictures', () => {
    const widths = [2, 8, 28, 64, 224].map(
      (side) => buildSmallCnn(image(side, side, 3), 1).layers.at(-1)?.outputShape,
    );
    expect(widths).toEqual([[32], [32], [64], [256], [256]]);
  });

  it('keeps statistics that follow the weights within an epoch of a few hundred pictures', () => {
    const spec = buildSmallCnn(image(64, 64, 3), 1);
    const norms = spec.layers.filter((layer) => layer.class === 'BatchNormalization');
    expect(norms).toHaveLength(4);
    // What is left of the first statistics after the 18 steps of an epoch of 600 pictures.
    for (const { config } of norms) expect(Number(config['momentum']) ** 18).toBeLessThan(0.2);
  });

  it('draws other weights for another seed', () => {
    const sources = (seed: number) =>
      buildSmallCnn(image(28, 28, 1), seed).layers.map((layer) => layer.weights);
    expect(sources(1)).toEqual(sources(1));
    expect(sources(1)).not.toEqual(sources(2));
  });
});

describe('buildDigitsCnn', () => {
  it('has, with its head, the 600,165 parameters of the Keras example', () => {
    const labels = ['0', '1', '2', '3', '4'];
    const spec = attachHead(buildDigitsCnn(image(28, 28, 1), 1), {
      ...DIGITS_HEAD,
      pooling: 'auto',
      labels,
      seed: 1,
    });
    expect(checkSpec(spec)).toEqual([]);
    expect(countParameters(spec).total).toBe(600_165);
    expect(spec.layers.map((layer) => layer.class)).toEqual([
      'InputLayer',
      'Conv2D',
      'Conv2D',
      'MaxPooling2D',
      'Dropout',
      'Flatten',
      'Dense',
      'Dropout',
      'Dense',
    ]);
  });

  it('names the layer that does not fit a picture that is too small', () => {
    expect(() => buildDigitsCnn(image(4, 4, 1), 1)).toThrow(
      /"pool" does not fit|"conv2" does not fit/,
    );
    expect(checkSpec(buildDigitsCnn(image(6, 6, 1), 1))).toEqual([]);
  });
});

describe('buildMlp', () => {
  it('reads rows, and flattens pictures', () => {
    const rows = buildMlp({ kind: 'vector', size: 100 }, [64, 32], 1);
    expect(checkSpec(rows)).toEqual([]);
    expect(rows.featureLayer).toBe('dense2');
    expect(countParameters(rows).total).toBe(101 * 64 + 65 * 32);
    const pictures = buildMlp(image(4, 4, 3), [8], 1);
    expect(checkSpec(pictures)).toEqual([]);
    expect(countParameters(pictures).total).toBe(49 * 8);
  });
});
