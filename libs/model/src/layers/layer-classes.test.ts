import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { inferLayer } from '../infer-layer';
import type { Shape } from '../model-spec';
import { isMisfit } from './shape-arithmetic';

// Without this, TensorFlow.js advises at length to install its native backend.
tf.env().set('IS_NODE', false);

type TfLayer = Pick<tf.layers.Layer, 'apply'>;

/** Output shape and weight shapes as TensorFlow.js itself works them out. */
function buildInTensorFlow(
  layer: TfLayer,
  inputs: readonly Shape[],
): { output: Shape; weights: Shape[] } {
  const symbols = inputs.map((shape) => tf.input({ shape: [...shape] }));
  const [first] = symbols;
  const output = layer.apply(symbols.length === 1 && first ? first : symbols) as tf.SymbolicTensor;
  const weights = (layer as tf.layers.Layer).getWeights().map((weight) => weight.shape);
  (layer as tf.layers.Layer).dispose();
  return { output: output.shape.slice(1) as number[], weights };
}

function expectAgreement(
  className: string,
  config: object,
  inputs: readonly Shape[],
  layer: TfLayer,
): void {
  const inferred = inferLayer(className, config, inputs);
  if (isMisfit(inferred)) throw new Error(inferred.misfit);
  const built = buildInTensorFlow(layer, inputs);
  expect(inferred.outputShape).toEqual(built.output);
  expect(inferred.slots.map((slot) => slot.shape)).toEqual(built.weights);
}

const small = fc.integer({ min: 1, max: 4 });
const window = fc.record({
  height: fc.integer({ min: 7, max: 24 }),
  width: fc.integer({ min: 7, max: 24 }),
  channels: small,
  filters: small,
  kernelSize: fc.tuple(small, small),
  stride: small,
  padding: fc.constantFrom('same' as const, 'valid' as const),
  useBias: fc.boolean(),
  depthMultiplier: small,
});

describe('layer classes agree with TensorFlow.js on shapes and weights', () => {
  it('Conv2D', () => {
    fc.assert(
      fc.property(
        window,
        ({ height, width, channels, filters, kernelSize, stride, padding, useBias }) => {
          const config = {
            filters,
            kernelSize,
            strides: [stride, stride] as [number, number],
            padding,
            useBias,
          };
          expectAgreement('Conv2D', config, [[height, width, channels]], tf.layers.conv2d(config));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('Conv2D with dilation', () => {
    fc.assert(
      fc.property(
        window,
        fc.integer({ min: 1, max: 2 }),
        ({ height, width, channels, padding }, dilation) => {
          const shared = { filters: 2, kernelSize: [3, 3] as [number, number], padding };
          const layer = tf.layers.conv2d({ ...shared, dilationRate: dilation });
          const config = { ...shared, dilation: [dilation, dilation] };
          expectAgreement('Conv2D', config, [[height, width, channels]], layer);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('DepthwiseConv2D', () => {
    fc.assert(
      fc.property(
        window,
        ({ height, width, channels, kernelSize, stride, padding, useBias, depthMultiplier }) => {
          const config = {
            kernelSize,
            strides: [stride, stride] as [number, number],
            padding,
            useBias,
            depthMultiplier,
          };
          expectAgreement(
            'DepthwiseConv2D',
            config,
            [[height, width, channels]],
            tf.layers.depthwiseConv2d(config),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('SeparableConv2D', () => {
    fc.assert(
      fc.property(
        window,
        ({ height, width, channels, filters, kernelSize, padding, useBias, depthMultiplier }) => {
          const config = { filters, kernelSize, padding, useBias, depthMultiplier };
          expectAgreement(
            'SeparableConv2D',
            config,
            [[height, width, channels]],
            tf.layers.separableConv2d(config),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('pooling, padding and reshaping', () => {
    fc.assert(
      fc.property(
        window,
        small,
        ({ height, width, channels, kernelSize, stride, padding }, side) => {
          const map = [[height, width, channels]];
          const pool = {
            poolSize: kernelSize,
            strides: [stride, stride] as [number, number],
            padding,
          };
          expectAgreement('MaxPooling2D', pool, map, tf.layers.maxPooling2d(pool));
          expectAgreement('AveragePooling2D', pool, map, tf.layers.averagePooling2d(pool));
          expectAgreement('GlobalMaxPooling2D', {}, map, tf.layers.globalMaxPooling2d({}));
          expectAgreement('GlobalAveragePooling2D', {}, map, tf.layers.globalAveragePooling2d({}));
          expectAgreement('Flatten', {}, map, tf.layers.flatten());
          const sides: [[number, number], [number, number]] = [
            [side, 0],
            [1, side],
          ];
          expectAgreement(
            'ZeroPadding2D',
            { padding: sides },
            map,
            tf.layers.zeroPadding2d({ padding: sides }),
          );
          const targetShape = [channels, -1];
          expectAgreement(
            'Reshape',
            { targetShape },
            map,
            tf.layers.reshape({ targetShape: [channels, height * width] }),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('element-wise layers, normalisation and dense', () => {
    expectAgreement(
      'Add',
      {},
      [
        [4, 4, 3],
        [4, 4, 3],
      ],
      tf.layers.add(),
    );
    expectAgreement(
      'Multiply',
      {},
      [
        [4, 4, 3],
        [1, 1, 3],
      ],
      tf.layers.multiply(),
    );
    expectAgreement(
      'Concatenate',
      {},
      [
        [4, 4, 3],
        [4, 4, 2],
      ],
      tf.layers.concatenate(),
    );
    expectAgreement(
      'Concatenate',
      { axis: 1 },
      [
        [4, 4, 3],
        [2, 4, 3],
      ],
      tf.layers.concatenate({ axis: 1 }),
    );
    expectAgreement('BatchNormalization', {}, [[4, 4, 3]], tf.layers.batchNormalization());
    expectAgreement(
      'BatchNormalization',
      { scale: false },
      [[6]],
      tf.layers.batchNormalization({ scale: false }),
    );
    expectAgreement('ReLU', { maxValue: 6 }, [[4, 4, 3]], tf.layers.reLU({ maxValue: 6 }));
    expectAgreement(
      'Activation',
      { activation: 'elu' },
      [[7]],
      tf.layers.activation({ activation: 'elu' }),
    );
    expectAgreement('Dropout', { rate: 0.5 }, [[7]], tf.layers.dropout({ rate: 0.5 }));
    expectAgreement('Dense', { units: 5 }, [[7]], tf.layers.dense({ units: 5 }));
    expectAgreement('Rescaling', { scale: 2 }, [[4, 4, 3]], tf.layers.rescaling({ scale: 2 }));
  });
});
