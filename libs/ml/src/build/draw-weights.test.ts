import { describe, expect, it } from '@jest/globals';
import { UnexpectedError } from '@graft/errors';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-node-gpu';
import { computeFans, drawWeights, type Initialiser } from './draw-weights';

/** Standard deviation of a standard normal cut off at two. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

const SHAPES = [
  [80, 120],
  [3, 3, 16, 64],
  [5, 5, 300, 1],
];

function spread(values: Float32Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(variance),
    largest: values.reduce((a, b) => Math.max(a, Math.abs(b)), 0),
  };
}

describe('initial weights', () => {
  it('are zeros and ones where that is asked', () => {
    expect([...drawWeights('zeros', [2, 2], 1, 'a')]).toEqual([0, 0, 0, 0]);
    expect([...drawWeights('ones', [3], 1, 'a')]).toEqual([1, 1, 1]);
  });

  it('count inputs and outputs as Keras does', () => {
    // Expected values: keras.src.initializers.random_initializers.compute_fans, 3.15.1.
    expect(computeFans([7])).toEqual({ fanIn: 7, fanOut: 7 });
    expect(computeFans([40, 60])).toEqual({ fanIn: 40, fanOut: 60 });
    expect(computeFans([3, 3, 16, 24])).toEqual({ fanIn: 144, fanOut: 216 });
  });

  const uniform: [Initialiser, keyof typeof layers.initializers][] = [
    ['glorotUniform', 'glorotUniform'],
    ['heUniform', 'heUniform'],
    ['randomUniform', 'randomUniform'],
    ['glorotNormal', 'glorotNormal'],
    ['heNormal', 'heNormal'],
  ];
  it.each(uniform)('%s spread as those of tf.layers', (ours, theirs) => {
    const make = layers.initializers[theirs] as (config: object) => {
      apply(shape: number[]): Tensor;
    };
    for (const shape of SHAPES) {
      const actual = spread(drawWeights(ours, shape, 1, 'a'));
      const reference = make({ seed: 1 }).apply(shape);
      const expected = spread(reference.dataSync<'float32'>());
      // tf.layers lacks Keras' correction for the tails that a truncated normal loses.
      const wanted = expected.deviation / (theirs.endsWith('Normal') ? TRUNCATED_DEVIATION : 1);
      expect(Math.abs(actual.mean)).toBeLessThan(wanted * 0.05);
      expect(Math.abs(actual.deviation / wanted - 1)).toBeLessThan(0.05);
      reference.dispose();
    }
  });

  it('have the deviation that Keras corrects a truncated normal to, and its bounds', () => {
    const values = drawWeights('heNormal', [200, 500], 3, 'a');
    const { deviation, largest } = spread(values);
    expect(deviation).toBeCloseTo(Math.sqrt(2 / 200), 3);
    expect(largest).toBeLessThanOrEqual((2 * Math.sqrt(2 / 200)) / TRUNCATED_DEVIATION + 1e-7);
    expect(spread(drawWeights('glorotUniform', [30, 70], 3, 'a')).largest).toBeLessThanOrEqual(
      Math.sqrt(0.06),
    );
  });

  it('are the same for the same seed and name, and differ for others', () => {
    const draw = (seed: number, name: string) => [...drawWeights('heNormal', [4, 4], seed, name)];
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(2, 'a')).not.toEqual(draw(1, 'a'));
    expect(draw(1, 'b')).not.toEqual(draw(1, 'a'));
  });

  it.each([0, -1, 1.5, NaN])('refuse the seed %d', (seed) => {
    expect(() => drawWeights('heNormal', [1], seed, 'a')).toThrow(UnexpectedError);
  });
});
