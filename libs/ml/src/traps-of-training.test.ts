import { describe, expect, it, jest } from '@jest/globals';
import { io } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildModel } from './build/build-model';
import { drawDropoutMask } from './build/dropout-mask';
import { largestDifference } from './fixtures/numbers';
import {
  build,
  SETTINGS,
  SIZE,
  source,
  stackExamples,
  stock,
  storeStock,
  train,
} from './fixtures/trap-models.fixture';
import { QUIET_HOOKS } from './fixtures/training';
import { decodeCheckpoint, encodeCheckpoint } from './train/checkpoint-file';
import type { TrainingHooks } from './train/training';
import { createOptimisers } from './train/optimisers';
import { shuffleExamples } from './train/shuffle-examples';

/** Where stock TensorFlow.js 4.22 goes wrong while it trains; see also traps.test.ts. */

describe('traps of stock TensorFlow.js that training here does not fall into', () => {
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
    const compileAndFit = async () => {
      model.compile({ optimizer: tf.train.adam(0.1), loss: 'categoricalCrossentropy' });
      const { xs, ys } = stackExamples();
      await model.fit(xs, ys, { epochs: 1, verbose: 0 });
      tf.dispose([xs, ys]);
    };
    await compileAndFit();
    const once = tf.memory().numTensors;
    await compileAndFit();
    expect(tf.memory().numTensors).toBeGreaterThan(once);

    const ours = buildModel(tf, build(), new Map());
    await train(ours);
    const before = tf.memory().numTensors;
    for (let turn = 0; turn < 3; turn++) await train(ours, { optimiser: SETTINGS.optimiser });
    expect(tf.memory().numTensors).toBe(before);
    ours.dispose();
  });

  it('9: a checkpoint holds neither a loss that is a function, nor the place and the best so far', async () => {
    const model = layers.sequential({
      layers: [layers.layers.dense({ units: 3, inputShape: [SIZE] })],
    });
    const loss = (labels: tf.Tensor, logits: tf.Tensor) =>
      tf.losses.softmaxCrossEntropy(labels, logits);
    model.compile({ optimizer: tf.train.adam(0.1), loss });
    const { xs, ys } = stackExamples();
    await model.fit(xs, ys, { epochs: 1, verbose: 0 });
    const stored = await storeStock(model, { includeOptimizer: true });
    expect(stored.trainingConfig).toMatchObject({ loss: {} });
    expect(JSON.stringify(stored.trainingConfig)).not.toMatch(/epoch|best/i);
    const loaded = await layers.loadLayersModel(io.fromMemory(stored));
    await expect(loaded.fit(xs, ys, { verbose: 0 })).rejects.toThrow(/not a function/);

    const settings = {
      ...{ epochs: 4, labelSmoothing: 0.1, keepBest: true },
      schedule: { kind: 'cosine', warmUp: 0.2, finalFactor: 0 },
    } as const;
    const undisturbed = buildModel(tf, build(), new Map());
    const whole = await train(undisturbed, settings);
    const interrupted = buildModel(tf, build(), new Map());
    let polls = 0;
    let file: Uint8Array = new Uint8Array();
    const hooks: TrainingHooks = {
      ...QUIET_HOOKS,
      // The fifth batch is one of the second epoch.
      pollCommands: () => (polls++ === 4 ? [{ type: 'stop', mode: 'pause' }] : []),
      saveCheckpoint: (checkpoint) => void (file = encodeCheckpoint(checkpoint)),
    };
    expect((await train(interrupted, settings, { hooks })).ended).toBe('paused');
    const resumed = buildModel(tf, build(), new Map());
    const rest = await train(resumed, settings, { resume: decodeCheckpoint(file) });
    expect(resumed.readWeights()).toEqual(undisturbed.readWeights());
    expect([rest.history, rest.epoch]).toEqual([whole.history, whole.epoch]);
    for (const each of [undisturbed, interrupted, resumed]) each.dispose();
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

  it('15: nothing else has its turn while batches are computed', async () => {
    const clock = jest.spyOn(tf.env().platform, 'now').mockReturnValue(0);
    const model = stock();
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy' });
    const { xs, ys } = stackExamples();
    const batchSize = 1;
    const stockTurns = await countTurns(() => model.fit(xs, ys, { batchSize, verbose: 0 }));
    clock.mockRestore();
    expect(stockTurns).toBeLessThan(source.count / 2);

    const ours = buildModel(tf, build(), new Map());
    const yieldToHost = () => new Promise<void>((resolve) => setImmediate(resolve));
    const hooks = { ...QUIET_HOOKS, yieldToHost };
    const turns = await countTurns(() => train(ours, { epochs: 1, batchSize }, { hooks }));
    expect(turns).toBeGreaterThanOrEqual(source.count);
    ours.dispose();
  });
});

/** How often something else, a heartbeat say, could have been done meanwhile. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  await work();
  clearImmediate(next);
  return turns;
}
