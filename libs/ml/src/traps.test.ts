import { describe, expect, it } from '@jest/globals';
import { createSpec, freezeLayers, type LayerDraft, type ModelSpec } from '@graft/model';
import * as layers from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildModel } from './build/build-model';
import type { BuiltModel } from './build/built-model';
import { drawDropoutMask } from './build/dropout-mask';
import { NO_CHECKPOINTS, PLAIN_SETTINGS, QUIET_HOOKS } from './fixtures/training';
import { drawNumbers, largestDifference } from './fixtures/numbers';
import { createOptimisers } from './train/optimisers';
import type { TrainingSettings } from './train/settings';
import { shuffleExamples } from './train/shuffle-examples';
import { trainModel } from './train/train-model';
import type { DataSource } from './train/training';

/**
 * Where stock TensorFlow.js 4.22 goes wrong in silence. Each case first shows that it does, so that a
 * release which mends it is noticed, and then that the training here does not.
 */

const SIZE = 5;
const SETTINGS: TrainingSettings = { ...PLAIN_SETTINGS, monitor: 'loss', epochs: 2, batchSize: 8 };

/** A base of a dense layer with normalisation and dropout, and a head. */
function build(...base: Omit<LayerDraft, 'block' | 'seed'>[]): ModelSpec {
  const drafts = [
    ...base.map((draft) => ({ ...draft, block: draft.name })),
    {
      name: 'out',
      class: 'Dense',
      config: { units: 3, activation: 'softmax' },
      block: 'head',
    },
  ];
  return createSpec(
    { kind: 'vector', size: SIZE },
    drafts.map((draft) => ({ ...draft, seed: 2 })),
  );
}

const source: DataSource = {
  count: 24,
  batch: (indices) => ({
    inputs: { input: tf.tensor2d([...indices].map(rowOf)) },
    labels: indices.map((index) => index % 3),
  }),
};

function rowOf(example: number): number[] {
  return [...drawNumbers(SIZE, example + 1)].map((value) => value + (example % 3));
}

async function train(model: BuiltModel, changed: Partial<TrainingSettings> = {}) {
  const settings = { ...SETTINGS, ...changed };
  const parts = { model, settings, train: source, validation: null, resume: null };
  return trainModel(tf, { ...parts, hooks: QUIET_HOOKS, checkpoint: NO_CHECKPOINTS });
}

function stock(normalisation: object = {}): layers.Sequential {
  return layers.sequential({
    layers: [
      layers.layers.batchNormalization({ inputShape: [SIZE], ...normalisation }),
      layers.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
}

async function fitStock(model: layers.LayersModel): Promise<void> {
  const examples = Array.from({ length: source.count }, (_, index) => index);
  const xs = tf.tensor2d(examples.map(rowOf));
  const ys = tf.oneHot(
    tf.tensor1d(
      examples.map((index) => index % 3),
      'int32',
    ),
    3,
  );
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy' });
  await model.fit(xs, ys, { epochs: 1, verbose: 0 });
}

describe('traps of stock TensorFlow.js that training here does not fall into', () => {
  it('1: frozen batch normalisation moves its statistics', async () => {
    const model = stock();
    const [normalisation] = model.layers;
    normalisation!.trainable = false;
    const readMean = () => normalisation!.getWeights()[2]!.dataSync().slice();
    const before = readMean();
    await fitStock(model);
    expect(largestDifference(readMean(), before)).toBeGreaterThan(1e-3);

    const spec = freezeLayers(build({ name: 'bn', class: 'BatchNormalization' }), { kind: 'all' });
    const ours = buildModel(tf, spec, new Map());
    const names = ['bn/moving_mean', 'bn/moving_variance', 'bn/gamma', 'bn/beta'];
    const kept = ours.readWeights(names);
    await train(ours);
    expect(ours.readWeights(names)).toEqual(kept);
    ours.dispose();
  });

  it('2: dropout of a frozen base stays active, training: false is ignored', () => {
    const x = tf.ones([1, 400]);
    const drop = layers.layers.dropout({ rate: 0.5 });
    const symbol = layers.input({ shape: [400] });
    const model = layers.model({
      inputs: symbol,
      outputs: drop.apply(symbol, { training: false }) as layers.SymbolicTensor,
    });
    drop.trainable = false;
    const dropped = model.apply(x, { training: true }) as tf.Tensor;
    expect(dropped.min().dataSync()[0]).toBe(0);

    const spec = freezeLayers(
      build(
        { name: 'wide', class: 'Dense', config: { units: 400 } },
        { name: 'drop', class: 'Dropout', config: { rate: 0.5 } },
      ),
      { kind: 'all' },
    );
    const ours = buildModel(tf, spec, new Map(), { inputs: ['wide'], outputs: ['drop'] });
    const out = ours.forward({ wide: x }, { training: true, seed: 1, step: 1 })['drop'];
    expect(out?.min().dataSync()[0]).toBe(1);
    ours.dispose();
  });

  it('3: batch normalisation without scale or centre throws in training', async () => {
    await expect(fitStock(stock({ scale: false }))).rejects.toThrow(/undefined/);

    const config = { scale: false, center: false };
    const ours = buildModel(
      tf,
      build({ name: 'bn', class: 'BatchNormalization', config }),
      new Map(),
    );
    const { history } = await train(ours);
    expect(history.at(-1)?.loss).toBeLessThan(history[1]?.loss ?? 0);
    ours.dispose();
  });

  it('4: what is unfrozen does not train until the model is compiled anew', async () => {
    const model = layers.sequential({
      layers: [
        layers.layers.dense({ units: 4, inputShape: [SIZE], trainable: false }),
        layers.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy' });
    const [base] = model.layers;
    base!.trainable = true;
    const before = base!.getWeights()[0]!.dataSync().slice();
    const examples = Array.from({ length: source.count }, (_, index) => index);
    const classes = tf.tensor1d(
      examples.map((index) => index % 3),
      'int32',
    );
    await model.fit(tf.tensor2d(examples.map(rowOf)), tf.oneHot(classes, 3), {
      epochs: 1,
      verbose: 0,
    });
    expect(largestDifference(base!.getWeights()[0]!.dataSync(), before)).toBe(0);

    const ours = buildModel(
      tf,
      build({ name: 'base', class: 'Dense', config: { units: 4 } }),
      new Map(),
    );
    const kept = ours.readWeights(['base/kernel']);
    await train(ours, { epochs: 1, layerRates: { base: { scale: 1, fromEpoch: 2 } } });
    expect(ours.readWeights(['base/kernel'])).toEqual(kept);
    await train(ours, { epochs: 2, layerRates: { base: { scale: 1, fromEpoch: 2 } } });
    expect(ours.readWeights(['base/kernel'])).not.toEqual(kept);
    ours.dispose();
  });

  it('5: an optimiser used again for other weights mixes their state up', () => {
    const [small, large] = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([3]))];
    const adam = tf.train.adam(0.1);
    adam.applyGradients([{ name: small.name, tensor: tf.ones([2]) }]);
    expect(() => {
      adam.applyGradients([{ name: large.name, tensor: tf.ones([3]) }]);
    }).toThrow(/Incompatible shapes|incompatible|shape/i);

    // Weights that join later have an optimiser of their own: its first step is a first step.
    const spec = build({ name: 'dense', class: 'Dense', config: { units: 4 } });
    const model = buildModel(tf, spec, new Map());
    const settings = { ...SETTINGS, layerRates: { dense: { scale: 1, fromEpoch: 2 } } };
    const optimisers = createOptimisers(tf, model.variables, settings);
    const gradients = () =>
      Object.fromEntries(
        model.variables.map(({ variable }) => [variable.name, tf.ones(variable.shape)]),
      );
    const before = model.readWeights();
    optimisers.apply(gradients(), 0.1, 1);
    expect(model.readWeights().get('dense/kernel')).toEqual(before.get('dense/kernel'));
    optimisers.apply(gradients(), 0.1, 2);
    const moved =
      (before.get('dense/kernel')?.[0] ?? 0) - (model.readWeights().get('dense/kernel')?.[0] ?? 0);
    expect(moved).toBeCloseTo(0.1, 4);
    optimisers.dispose();
    model.dispose();
  });

  it('6: an optimiser leaks its slots when a model is compiled anew', async () => {
    const model = stock();
    await fitStock(model);
    model.compile({ optimizer: tf.train.adam(0.1), loss: 'categoricalCrossentropy' });
    const ours = buildModel(tf, build(), new Map());
    await train(ours);
    const before = tf.memory().numTensors;
    for (let turn = 0; turn < 3; turn++) await train(ours, { optimiser: SETTINGS.optimiser });
    expect(tf.memory().numTensors).toBe(before);
    ours.dispose();
  });

  it('10: the best weights can not be restored, and a new learning rate has no effect on SGD', () => {
    expect(() => layers.callbacks.earlyStopping({ restoreBestWeights: true })).toThrow();
    const weight = tf.variable(tf.scalar(0));
    const sgd = tf.train.sgd(0.1);
    (sgd as unknown as { learningRate: number }).learningRate = 1;
    sgd.applyGradients([{ name: weight.name, tensor: tf.scalar(1) }]);
    expect(weight.dataSync()[0]).toBeCloseTo(-0.1, 6);

    const ours = buildModel(tf, build(), new Map());
    const optimisers = createOptimisers(tf, ours.variables, {
      ...SETTINGS,
      optimiser: { kind: 'sgd', momentum: 0, nesterov: false },
    });
    const first = ours.readWeights().get('out/kernel')?.[0] ?? 0;
    const gradients = Object.fromEntries(
      ours.variables.map(({ variable }) => [variable.name, tf.ones(variable.shape)]),
    );
    optimisers.apply(gradients, 0.1, 1);
    optimisers.apply(gradients, 1, 1);
    expect(ours.readWeights().get('out/kernel')?.[0]).toBeCloseTo(first - 1.1, 4);
    optimisers.dispose();
    ours.dispose();
  });

  it('11 and 12: the order of examples and seeded dropout follow Math.random or repeat themselves', () => {
    const x = tf.ones([100]);
    const masks = [1, 2].map(() => tf.dropout(x, 0.5, undefined, 7).dataSync());
    expect(largestDifference(masks[0]!, masks[1]!)).toBe(0);

    const origin = { seed: 7, name: 'drop' };
    const ours = [1, 2].map((step) => drawDropoutMask(100, 0.5, { ...origin, step }));
    expect(largestDifference(ours[0]!, ours[1]!)).toBeGreaterThan(0);
    expect([...shuffleExamples(50, 3, 1)]).toEqual([...shuffleExamples(50, 3, 1)]);
    expect([...shuffleExamples(50, 3, 1)]).not.toEqual([...shuffleExamples(50, 3, 2)]);
  });
});
