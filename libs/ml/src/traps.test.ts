import { describe, expect, it } from '@jest/globals';
import { freezeLayers } from '@graft/model';
import * as layers from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildModel } from './build/build-model';
import { largestDifference } from './fixtures/numbers';
import { build, fitStock, stackExamples, stock, train, SIZE } from './fixtures/trap-models.fixture';

/**
 * Where stock TensorFlow.js 4.22 goes wrong in silence. Each case first shows that it does, so that a
 * release which mends it is noticed, and then that the training here does not.
 */

describe('traps of stock TensorFlow.js in what is frozen that training here does not fall into', () => {
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
    const { xs, ys } = stackExamples();
    await model.fit(xs, ys, { epochs: 1, verbose: 0 });
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
});
