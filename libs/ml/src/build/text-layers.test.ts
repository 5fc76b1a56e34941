import { describe, expect, it } from '@jest/globals';
import { createSpec, type LayerDraft, type ModelSpec } from '@graft/model';
import * as layers from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { drawNumbers, largestDifference } from '../fixtures/numbers';
import { buildModel } from './build-model';

const WORDS = 6;
const DIMENSIONS = 4;
const VECTORS = drawNumbers(WORDS * DIMENSIONS, 3);
/** "two words", padding in the middle, nothing known, a full row. */
const TOKENS = [
  [2, 5, 0, 0, 0],
  [1, 0, 3, 0, 0],
  [0, 0, 0, 0, 0],
  [6, 6, 1, 2, 3],
];

function build(...drafts: (Partial<LayerDraft> & { name: string; class: string })[]): ModelSpec {
  return createSpec({ kind: 'tokens', length: 5, vocabulary: 'words' }, [
    {
      name: 'embedding',
      class: 'Embedding',
      config: { words: WORDS, dimensions: DIMENSIONS },
      block: 'embedding',
      seed: 1,
    },
    ...drafts.map((draft) => ({ block: draft.name, seed: 1, ...draft })),
  ]);
}

function open(spec: ModelSpec, weights: [string, Float32Array][] = []) {
  const model = buildModel(tf, spec, new Map([['embedding/embeddings', VECTORS], ...weights]));
  const input = tf.tensor2d(TOKENS, [4, 5], 'int32');
  return { model, input, output: () => model.predict({ input })[spec.output]! };
}

const vectorOf = (token: number) =>
  token === 0
    ? new Float32Array(DIMENSIONS)
    : VECTORS.subarray((token - 1) * DIMENSIONS, token * DIMENSIONS);

describe('layers for texts', () => {
  it('look a vector up for every word, and give padding zeros', () => {
    const { output } = open(build());
    const expected = TOKENS.flat().flatMap((token) => [...vectorOf(token)]);
    expect(output().shape).toEqual([4, 5, DIMENSIONS]);
    expect(largestDifference(output().dataSync(), expected)).toBe(0);
  });

  it('average the words and not the padding, as the stock pooling does', () => {
    const { output } = open(build({ name: 'pool', class: 'MaskedAveragePooling1D' }));
    const expected = TOKENS.flatMap((row) => {
      const words = row.filter((token) => token > 0);
      return Array.from(
        { length: DIMENSIONS },
        (_, at) =>
          words.reduce((sum, token) => sum + (vectorOf(token)[at] ?? 0), 0) /
          Math.max(1, words.length),
      );
    });
    expect(largestDifference(output().dataSync(), expected)).toBeLessThan(1e-6);
    const padded = TOKENS.map((row) => row.map((token) => [...vectorOf(token)]));
    const stock = layers.layers.globalAveragePooling1d({}).apply(tf.tensor3d(padded)) as tf.Tensor;
    expect(largestDifference(stock.dataSync(), expected)).toBeGreaterThan(0.1);
  });

  it.each(['same', 'valid'] as const)('convolve and pool as tf.layers does (%s)', (padding) => {
    const config = { filters: 3, kernelSize: 2, padding, activation: 'relu' } as const;
    const spec = build(
      { name: 'conv', class: 'Conv1D', config },
      { name: 'pool', class: 'GlobalMaxPooling1D' },
    );
    const kernel = drawNumbers(2 * DIMENSIONS * 3, 5);
    const bias = drawNumbers(3, 6);
    const { output } = open(spec, [
      ['conv/kernel', kernel],
      ['conv/bias', bias],
    ]);
    const x = tf.tensor3d(TOKENS.map((row) => row.map((token) => [...vectorOf(token)])));
    const stock = layers.layers.conv1d(config);
    stock.build([null, 5, DIMENSIONS]);
    stock.setWeights([tf.tensor3d(kernel, [2, DIMENSIONS, 3]), tf.tensor1d(bias)]);
    const pooled = layers.layers.globalMaxPooling1d({}).apply(stock.apply(x)) as tf.Tensor;
    expect(output().shape).toEqual(pooled.shape);
    expect(largestDifference(output().dataSync(), pooled.dataSync())).toBeLessThan(1e-6);
  });

  it.each([
    [{ name: 'pool', class: 'MaskedAveragePooling1D' }],
    [
      { name: 'conv', class: 'Conv1D', config: { filters: 3, kernelSize: 2, activation: 'tanh' } },
      { name: 'pool', class: 'GlobalMaxPooling1D' },
    ],
  ])('pass gradients down to the vectors, the slopes of their output (%#)', (...drafts) => {
    const spec = build(...drafts);
    const { model, input } = open(spec);
    const table = model.variables[0]!.variable;
    const loss = () =>
      tf.tidy(() => {
        const y = model.forward({ input }, { training: true, seed: 1, step: 1 })[spec.output]!;
        return tf.sum<tf.Scalar>(tf.mul(y, tf.cos(tf.range(0, y.size)).reshape(y.shape)));
      });
    const { grads } = tf.variableGrads(loss, [table]);
    const slope = grads[table.name]!.dataSync();
    const reach = 1e-2;
    VECTORS.forEach((value, at) => {
      const shifted = (by: number) => {
        const values = VECTORS.slice();
        values[at] = value + by;
        model.writeWeights(new Map([['embedding/embeddings', values]]));
        return loss().dataSync()[0]!;
      };
      expect(Math.abs((shifted(reach) - shifted(-reach)) / (2 * reach) - slope[at]!)).toBeLessThan(
        5e-3,
      );
    });
  });

  it('leave no tensor behind', () => {
    const { model, input, output } = open(build({ name: 'pool', class: 'MaskedAveragePooling1D' }));
    tf.dispose(output());
    const before = tf.memory().numTensors;
    tf.dispose(output());
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(input);
    model.dispose();
  });
});
