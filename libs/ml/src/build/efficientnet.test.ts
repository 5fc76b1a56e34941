import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { io } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { EFFICIENTNET_FOLDER, readEfficientNet, type BaseFixture } from '../fixtures/efficientnet';
import { drawNumbers, largestDifference } from '../fixtures/numbers';
import { buildModel } from './build-model';
import type { BuiltModel } from './built-model';

const FOLDER = new URL(EFFICIENTNET_FOLDER, import.meta.url);
const modelJson = JSON.parse(readFileSync(new URL('model.json', FOLDER), 'utf8')) as io.ModelJSON;
const weightBytes = readFileSync(new URL('weights.bin', FOLDER));
let base: BaseFixture;
let built: BuiltModel;
let pictures: tf.Tensor4D;

beforeAll(() => {
  base = readEfficientNet(modelJson, weightBytes);
  built = buildModel(tf, base.spec, base.weights);
  pictures = tf.tensor4d(drawNumbers(2 * 224 * 224 * 3, 1), [2, 224, 224, 3]);
});

afterAll(() => {
  built.dispose();
  pictures.dispose();
});

async function loadReference(): Promise<layers.LayersModel> {
  const { modelTopology, weightsManifest } = modelJson;
  return layers.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: modelTopology,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      weightData: new Uint8Array(weightBytes).buffer,
    }),
  );
}

describe('EfficientNet-Lite0', () => {
  it('computes what tf.layers computes, layer by layer where that tells something', async () => {
    const reference = await loadReference();
    const names = ['stem_activation', 'block3b_add', 'avg_pool', 'predictions'];
    const outer = layers.model({
      inputs: reference.inputs,
      outputs: names.map((name) => reference.getLayer(name).output as layers.SymbolicTensor),
    });
    const expected = outer.predict(pictures) as tf.Tensor[];
    const actual = built.predict({ image: pictures }, { outputs: names });
    for (const [index, name] of names.entries()) {
      const [want, have] = [expected[index], actual[name]];
      expect(have?.shape).toEqual(want?.shape);
      expect(largestDifference(have?.dataSync() ?? [], want?.dataSync() ?? [])).toBeLessThan(1e-4);
    }
    tf.dispose([...expected, ...Object.values(actual)]);
    reference.dispose();
  });

  it('gives every layer the shape that was inferred for it', () => {
    const names = base.spec.layers.map(({ name }) => name);
    const outputs = built.predict({ image: pictures }, { outputs: names });
    for (const { name, outputShape } of base.spec.layers) {
      expect({ name, shape: outputs[name]?.shape }).toEqual({ name, shape: [2, ...outputShape] });
    }
    tf.dispose(outputs);
  });

  it('leaves no tensor behind after a prediction', () => {
    tf.dispose(built.predict({ image: pictures }));
    const before = tf.memory().numTensors;
    tf.dispose(built.predict({ image: pictures }));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same whether built whole or in two parts joined at several cut tensors', () => {
    // Inside block 3b the value of block 3a is still needed for the sum.
    const cut = ['block3a_project_bn', 'block3b_dwconv'];
    const prefix = buildModel(tf, base.spec, base.weights, { outputs: cut });
    const suffix = buildModel(tf, base.spec, base.weights, { inputs: cut });
    const features = prefix.predict({ image: pictures });
    const actual = suffix.predict(features);
    const expected = built.predict({ image: pictures });
    const [have, want] = [actual.predictions, expected.predictions];
    expect(largestDifference(have?.dataSync() ?? [], want?.dataSync() ?? [])).toBeLessThan(1e-6);
    expect(suffix.variables.some(({ layer }) => layer.startsWith('stem'))).toBe(false);
    expect(prefix.variables.some(({ layer }) => layer.startsWith('block4'))).toBe(false);
    tf.dispose([features, actual, expected]);
    prefix.dispose();
    suffix.dispose();
  });
});
