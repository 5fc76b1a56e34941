import { afterAll, describe, expect, it } from '@jest/globals';
import { createSpec, type ModelSpec } from '@graft/model';
import * as layers from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildModel } from '../build/build-model';
import { drawNumbers, largestDifference } from '../fixtures/numbers';
import { PLAIN_SETTINGS } from '../fixtures/training';
import { createOptimisers } from './optimisers';
import type { TrainingSettings } from './settings';
import { trainBatch } from './train-batch';

const STEPS = 50;
const SETTINGS: TrainingSettings = {
  ...PLAIN_SETTINGS,
  optimiser: { kind: 'sgd', momentum: 0.9, nesterov: false },
  learningRate: 0.02,
};

//  conv -> bn -> relu6 -> depthwise -> bn -> relu6 -> project -> bn -> add -> pool -> dense
//            └───────────────────────────────────────────────────────┘
const NORMALISED = ['conv', 'depth', 'project'];

function buildSpec(statistics: 'kept' | 'trained'): ModelSpec {
  const plain = { padding: 'same', useBias: false };
  const normal = { class: 'BatchNormalization', config: { momentum: 0.9 } };
  const rectified = { class: 'ReLU', config: { maxValue: 6 } };
  const spec = createSpec(
    { kind: 'image', height: 8, width: 8, channels: 3, mean: 0, scale: 1 },
    [
      { name: 'conv', class: 'Conv2D', config: { ...plain, filters: 6, kernelSize: [3, 3] } },
      { name: 'conv_bn', ...normal },
      { name: 'conv_relu', ...rectified },
      { name: 'depth', class: 'DepthwiseConv2D', config: { ...plain, kernelSize: [3, 3] } },
      { name: 'depth_bn', ...normal },
      { name: 'depth_relu', ...rectified },
      { name: 'project', class: 'Conv2D', config: { ...plain, filters: 6, kernelSize: [1, 1] } },
      { name: 'project_bn', ...normal },
      { name: 'sum', class: 'Add', inbound: ['project_bn', 'conv_relu'] },
      { name: 'pool', class: 'GlobalAveragePooling2D' },
      { name: 'out', class: 'Dense', config: { units: 3, activation: 'softmax' } },
    ].map((draft) => ({ ...draft, block: draft.name, seed: 1 })),
  );
  const set = spec.layers.map((layer) =>
    layer.class === 'BatchNormalization' ? { ...layer, statistics } : layer,
  );
  return { ...spec, layers: set };
}

/** The same network of stock layers, through which TensorFlow.js differentiates as it comes. */
function buildPlain(statistics: 'kept' | 'trained'): layers.LayersModel {
  const common = { padding: 'same', useBias: false } as const;
  const normalise = (x: layers.SymbolicTensor, name: string) => {
    const layer = layers.layers.batchNormalization({ name: `${name}_bn`, momentum: 0.9 });
    if (statistics === 'kept') {
      // Stock layers know no other way to keep statistics while scale and offset train.
      const call = layer.call.bind(layer);
      layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
    }
    return layer.apply(x) as layers.SymbolicTensor;
  };
  const rectify = (x: layers.SymbolicTensor) =>
    layers.layers.reLU({ maxValue: 6 }).apply(x) as layers.SymbolicTensor;
  const image = layers.input({ shape: [8, 8, 3] });
  const conv = layers.layers.conv2d({ ...common, name: 'conv', filters: 6, kernelSize: 3 });
  const first = rectify(normalise(conv.apply(image) as layers.SymbolicTensor, 'conv'));
  const depth = layers.layers.depthwiseConv2d({ ...common, name: 'depth', kernelSize: 3 });
  const middle = rectify(normalise(depth.apply(first) as layers.SymbolicTensor, 'depth'));
  const project = layers.layers.conv2d({ ...common, name: 'project', filters: 6, kernelSize: 1 });
  const last = normalise(project.apply(middle) as layers.SymbolicTensor, 'project');
  const sum = layers.layers.add().apply([last, first]) as layers.SymbolicTensor;
  const pool = layers.layers.globalAveragePooling2d({}).apply(sum) as layers.SymbolicTensor;
  const out = layers.layers.dense({ name: 'out', units: 3, activation: 'softmax' });
  return layers.model({ inputs: image, outputs: out.apply(pool) as layers.SymbolicTensor });
}

/** Values that make both branches of every rectifier matter. */
function drawWeights(spec: ModelSpec): Map<string, Float32Array> {
  return new Map(
    spec.layers
      .flatMap((layer) => layer.weights)
      .map(({ name, shape }, index) => {
        const values = drawNumbers(
          shape.reduce((product, size) => product * size, 1),
          index + 1,
        );
        const centre = name.endsWith('gamma') || name.endsWith('variance') ? 1.5 : 0;
        return [name, values.map((value) => centre + value)];
      }),
  );
}

function drawBatch(step: number) {
  const values = drawNumbers(8 * 8 * 8 * 3, 1000 + step).map((value) => 2 * value);
  return {
    input: tf.tensor4d(values, [8, 8, 8, 3]),
    labels: Int32Array.from({ length: 8 }, (_, at) => (at * (step + 1)) % 3),
  };
}

async function trainOurs(statistics: 'kept' | 'trained') {
  const spec = buildSpec(statistics);
  const model = buildModel(tf, spec, drawWeights(spec));
  const trained = model.variables.filter(({ role }) => role === 'gradient');
  const optimisers = createOptimisers(tf, trained, SETTINGS);
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const { input, labels } = drawBatch(step);
    const at = { seed: 1, epoch: 1, step, learningRate: SETTINGS.learningRate };
    const context = { tf, model, optimisers, settings: SETTINGS, ...at };
    const outcome = await trainBatch(context, 1, 8, () => ({ inputs: { input }, labels }));
    losses.push(outcome.loss.dataSync()[0] ?? NaN);
    tf.dispose([outcome.loss, outcome.correct]);
  }
  const weights = model.readWeights(trained.map(({ name }) => name));
  optimisers.dispose();
  model.dispose();
  return { losses, weights };
}

async function trainPlain(statistics: 'kept' | 'trained', names: Iterable<string>) {
  const first = drawWeights(buildSpec(statistics));
  const model = buildPlain(statistics);
  const owners = [...NORMALISED.flatMap((name) => [name, `${name}_bn`]), 'out'];
  const weightsOf = (layer: layers.layers.Layer) =>
    layer.weights.map(({ originalName }) => originalName);
  for (const owner of owners) {
    const layer = model.getLayer(owner);
    const values = weightsOf(layer).map((name, at) =>
      tf.tensor(first.get(name) ?? new Float32Array(), layer.weights[at]?.shape as number[]),
    );
    layer.setWeights(values);
    tf.dispose(values);
  }
  const optimizer = tf.train.momentum(SETTINGS.learningRate, 0.9);
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const { input, labels } = drawBatch(step);
    const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), 3);
    losses.push((await model.trainOnBatch(input, targets)) as number);
    tf.dispose([input, targets]);
  }
  const all = owners.map((owner) => model.getLayer(owner)).flatMap((layer) => layer.weights);
  const weights = new Map(
    [...names].map((name) => {
      const found = all.find(({ originalName }) => originalName === name);
      return [name, found?.read().dataSync<'float32'>() ?? new Float32Array()];
    }),
  );
  model.dispose();
  return { losses, weights };
}

describe('fifty training steps end where stock TensorFlow.js layers end', () => {
  afterAll(() => tf.disposeVariables());

  it.each(['kept', 'trained'] as const)('with %s statistics', async (statistics) => {
    const ours = await trainOurs(statistics);
    const plain = await trainPlain(statistics, ours.weights.keys());
    expect(ours.losses.at(-1)).not.toBeCloseTo(ours.losses[0] ?? 0, 3);
    expect(largestDifference(ours.losses, plain.losses)).toBeLessThan(1e-4);
    for (const [name, values] of ours.weights) {
      const difference = largestDifference(values, plain.weights.get(name) ?? []);
      expect({ name, close: difference < 1e-4 }).toEqual({ name, close: true });
    }
  });
});
