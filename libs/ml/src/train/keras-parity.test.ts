import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createSpec, type ModelSpec } from '@graft/model';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildModel } from '../build/build-model';
import { largestDifference } from '../fixtures/numbers';
import { PLAIN_SETTINGS } from '../fixtures/training';
import { createOptimisers } from './optimisers';
import type { TrainingSettings } from './settings';
import { trainBatch } from './train-batch';

interface Reference {
  losses: number[];
  weights: Record<string, number[]>;
}

/** Made by keras-reference.py beside it. */
const REFERENCE = JSON.parse(
  readFileSync(new URL('../fixtures/keras-reference.json', import.meta.url), 'utf8'),
) as Record<string, Reference>;

function wave(count: number, start: number, step: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => Math.sin(start + step * index));
}

function buildSpec(statistics: 'kept' | 'trained'): ModelSpec {
  const spec = createSpec(
    { kind: 'image', height: 6, width: 6, channels: 1, mean: 0, scale: 1 },
    [
      {
        name: 'conv',
        class: 'Conv2D',
        config: { filters: 4, kernelSize: [3, 3], padding: 'same', useBias: false },
      },
      { name: 'bn', class: 'BatchNormalization', config: { momentum: 0.9 } },
      { name: 'relu', class: 'ReLU', config: { maxValue: 6 } },
      { name: 'pool', class: 'GlobalAveragePooling2D' },
      { name: 'out', class: 'Dense', config: { units: 3, activation: 'softmax' } },
    ].map((draft) => ({ ...draft, block: draft.name, seed: 1 })),
  );
  const layers = spec.layers.map((layer) =>
    layer.name === 'bn' ? { ...layer, statistics } : layer,
  );
  return { ...spec, layers };
}

const FIRST_WEIGHTS = new Map([
  ['conv/kernel', wave(36, 1, 0.9)],
  ['bn/gamma', wave(4, 2, 1.1).map((value) => 1 + 0.1 * value)],
  ['bn/beta', wave(4, 3, 1.3).map((value) => 0.1 * value)],
  ['bn/moving_mean', wave(4, 4, 1.7).map((value) => 0.2 * value)],
  ['bn/moving_variance', wave(4, 5, 1.9).map((value) => 1 + 0.5 * value)],
  ['out/kernel', wave(12, 6, 2.3)],
  ['out/bias', wave(3, 7, 2.9)],
]);

async function train(
  settings: TrainingSettings,
  statistics: 'kept' | 'trained',
  rateOf: (step: number) => number,
): Promise<Reference> {
  const model = buildModel(tf, buildSpec(statistics), FIRST_WEIGHTS);
  const trained = model.variables.filter(({ role }) => role === 'gradient');
  const optimisers = createOptimisers(tf, trained, settings);
  const losses: number[] = [];
  for (let step = 0; step < 6; step++) {
    const context = {
      tf,
      model,
      optimisers,
      settings,
      seed: 1,
      epoch: 1,
      step,
      learningRate: rateOf(step),
    };
    const pixels = wave(8 * 36, 10 + step, 0.37 + 0.01 * step).map((value) => 2 * value);
    const labels = Int32Array.from({ length: 8 }, (_, index) => (index * (step + 1)) % 3);
    const input = tf.tensor4d(pixels, [8, 6, 6, 1]);
    const outcome = await trainBatch(context, 1, 8, () => ({ inputs: { input }, labels }));
    losses.push(outcome.loss.dataSync()[0]!);
    tf.dispose([outcome.loss, outcome.correct]);
  }
  const weights = Object.fromEntries(
    [...model.readWeights()].map(([name, values]) => [name, [...values]]),
  );
  optimisers.dispose();
  model.dispose();
  return { losses, weights };
}

const adam = PLAIN_SETTINGS.optimiser;
const sgd = { kind: 'sgd', momentum: 0, nesterov: false } as const;
const CASES: Record<string, Partial<TrainingSettings>> = {
  adam: { optimiser: adam, learningRate: 0.01 },
  'adam, gradients smaller than epsilon': {
    optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 0.1 },
    learningRate: 0.01,
  },
  'adam, decoupled weight decay': { optimiser: adam, learningRate: 0.01, weightDecay: 0.5 },
  sgd: { optimiser: sgd, learningRate: 0.1 },
  'sgd, Nesterov momentum': {
    optimiser: { kind: 'sgd', momentum: 0.9, nesterov: true },
    learningRate: 0.1,
  },
  'sgd, momentum, falling learning rate': {
    optimiser: { kind: 'sgd', momentum: 0.9, nesterov: false },
    learningRate: 0.1,
  },
  'rmsprop, momentum': {
    optimiser: { kind: 'rmsprop', decay: 0.9, momentum: 0.5, epsilon: 1e-7 },
    learningRate: 0.003,
  },
  'kept statistics': {
    optimiser: { kind: 'sgd', momentum: 0.9, nesterov: false },
    learningRate: 0.1,
  },
  'label smoothing': { optimiser: sgd, learningRate: 0.1, labelSmoothing: 0.2 },
  'class weights': { optimiser: sgd, learningRate: 0.1, classWeights: [0.5, 1, 3] },
  'clipped gradients': { optimiser: sgd, learningRate: 0.1, clipNorm: 0.05 },
};

describe('six training steps end where Keras ends', () => {
  it.each(Object.entries(CASES))('%s', async (name, settings) => {
    const statistics = name === 'kept statistics' ? 'kept' : 'trained';
    const whole = { ...PLAIN_SETTINGS, ...settings };
    const halves = name.endsWith('falling learning rate') ? 0.5 : 1;
    const actual = await train(whole, statistics, (step) => whole.learningRate * halves ** step);
    const expected = REFERENCE[name]!;
    expect(largestDifference(actual.losses, expected.losses)).toBeLessThan(2e-5);
    for (const [weight, values] of Object.entries(expected.weights)) {
      expect({
        weight,
        difference: largestDifference(actual.weights[weight] ?? [], values) < 5e-5,
      }).toEqual({
        weight,
        difference: true,
      });
    }
  });
});
