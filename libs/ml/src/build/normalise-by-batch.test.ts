import { afterEach, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { drawNumbers } from '../fixtures/numbers';
import { findNativeOperations } from './native-operations';
import { normaliseByBatch } from './normalise-by-batch';

const EPSILON = 1e-3;
const CHANNELS = 3;
const SHAPES = [
  [2, 2, 2, CHANNELS],
  [4, 5, CHANNELS],
  [6, CHANNELS],
];

function drawBatch(shape: number[]) {
  const size = shape.reduce((a, b) => a * b, 1);
  return {
    x: tf.tensor(
      drawNumbers(size, 5).map((value) => 3 * value + 2),
      shape,
    ),
    gamma: tf.tensor1d([0.5, 1, 2]),
    beta: tf.tensor1d([0, -1, 3]),
    epsilon: EPSILON,
  };
}

/** By the definition, one number after the other. */
function defineStatistics(x: tf.Tensor, channel: number): { mean: number; variance: number } {
  const values = [...x.dataSync()].filter((_, at) => at % CHANNELS === channel);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / values.length };
}

function computeGradients(shape: number[]): number[][] {
  const { x, gamma, beta } = drawBatch(shape);
  const weights = tf.tensor(drawNumbers(x.size, 9), shape);
  const loss = (...given: tf.Tensor[]): tf.Scalar => {
    const [input, scale, offset] = given as [tf.Tensor, tf.Tensor, tf.Tensor];
    const batch = { x: input, gamma: scale, beta: offset, epsilon: EPSILON };
    return tf.sum(tf.mul(normaliseByBatch(tf, batch).y, weights));
  };
  return tf
    .grads(loss)([x, gamma, beta])
    .map((gradient) => [...gradient.dataSync()]);
}

describe.each(['tensorflow', 'cpu'])('normalising by the batch on the backend %s', (backend) => {
  afterEach(() => tf.setBackend('tensorflow'));

  it.each(SHAPES.map((shape) => [shape]))('follows its definition for %j', async (shape) => {
    await tf.setBackend(backend);
    expect(findNativeOperations(tf) === null).toBe(backend === 'cpu');
    const batch = drawBatch(shape);
    const { y, mean, variance } = normaliseByBatch(tf, batch);
    const [gamma, beta] = [batch.gamma.dataSync(), batch.beta.dataSync()];
    const [values, means, variances] = [y, mean, variance].map((tensor) => tensor.dataSync());
    for (let channel = 0; channel < CHANNELS; channel++) {
      const expected = defineStatistics(batch.x, channel);
      expect(means?.[channel]).toBeCloseTo(expected.mean, 5);
      // Without Bessel's correction, as Keras keeps it.
      expect(variances?.[channel]).toBeCloseTo(expected.variance, 4);
      const first = (batch.x.dataSync()[channel] ?? 0) - expected.mean;
      const scaled = (first / Math.sqrt(expected.variance + EPSILON)) * (gamma[channel] ?? 0);
      expect(values?.[channel]).toBeCloseTo(scaled + (beta[channel] ?? 0), 4);
    }
    expect(y.shape).toEqual(shape);
  });
});

describe('the one kernel of native TensorFlow', () => {
  afterEach(() => tf.setBackend('tensorflow'));

  it.each(SHAPES.map((shape) => [shape]))(
    'has the gradients of the plain operations for %j',
    async (shape) => {
      const fused = computeGradients(shape);
      await tf.setBackend('cpu');
      const plain = computeGradients(shape);
      for (const [input, gradient] of plain.entries())
        for (const [at, value] of gradient.entries())
          expect(fused[input]?.[at]).toBeCloseTo(value, 4);
    },
  );

  it('leaves no tensor behind', () => {
    computeInTidy();
    const before = tf.memory().numTensors;
    computeInTidy();
    expect(tf.memory().numTensors).toBe(before);
  });
});

function computeInTidy(): void {
  tf.tidy(() => void computeGradients([2, 2, 2, CHANNELS]));
}
