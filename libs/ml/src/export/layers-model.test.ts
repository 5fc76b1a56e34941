import { describe, expect, it } from '@jest/globals';
import {
  attachHead,
  buildWordVectors,
  findUnwritable,
  readLayersModel,
  type ModelSpec,
} from '@graft/model';
import type { io } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildModel } from '../build/build-model';
import { buildEveryLayer } from '../fixtures/every-layer';
import { drawNumbers, largestDifference } from '../fixtures/numbers';
import { exportOnnx } from '../onnx/export-onnx';
import { exportLayersModel } from './layers-model';

/** The parts of a model.json that the test hands to the library. */
interface ModelJson {
  modelTopology: object;
  weightsManifest: { weights: NonNullable<io.ModelArtifacts['weightSpecs']> }[];
}

const PLAIN = { float16: false, metadata: {} };

/** Weights of any values; variances must not be negative. */
function drawWeights(spec: ModelSpec): Map<string, Float32Array> {
  const weights = spec.layers.flatMap((layer) => layer.weights);
  return new Map(
    weights.map(({ name, shape }, index) => {
      const values = drawNumbers(
        shape.reduce((a, b) => a * b, 1),
        index + 1,
      );
      return [name, name.endsWith('variance') ? values.map((value) => value + 1.5) : values];
    }),
  );
}

function parseModel(files: ReadonlyMap<string, Uint8Array>) {
  const [model, weights] = [files.get('model.json'), files.get('weights.bin')];
  if (!model || !weights) throw new Error('a file is missing');
  return { json: JSON.parse(new TextDecoder().decode(model)) as ModelJson, weights };
}

/** As a person would: with the library itself. */
async function loadWithTensorFlow(files: ReadonlyMap<string, Uint8Array>): Promise<tf.LayersModel> {
  const { json, weights } = parseModel(files);
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest[0]!.weights,
      weightData: Uint8Array.from(weights).buffer,
    }),
  );
}

describe('a model exported for TensorFlow.js', () => {
  const writable = buildEveryLayer().filter(({ spec }) => findUnwritable(spec, 'tfjs') === null);

  it.each(writable)('is computed by the library as by us: $name', async ({ spec }) => {
    const weights = drawWeights(spec);
    const loaded = await loadWithTensorFlow(exportLayersModel(spec, weights, PLAIN));
    const ours = buildModel(tf, spec, weights);
    const shape = spec.layers[0]?.outputShape ?? [];
    const values = drawNumbers(2 * shape.reduce((a, b) => a * b, 1), 99).map((value) => value * 4);
    const x = tf.tensor(values, [2, ...shape]);
    const expected = ours.predict({ input: x })[spec.output]!;
    const actual = loaded.predict(x) as tf.Tensor;
    expect(actual.shape).toEqual(expected.shape);
    expect(largestDifference(actual.dataSync(), expected.dataSync())).toBeLessThan(1e-4);
    loaded.dispose();
    ours.dispose();
    tf.dispose([x, expected, actual]);
  });

  it.each(writable)('is read back as the same layers: $name', ({ spec }) => {
    const { json, weights } = parseModel(exportLayersModel(spec, drawWeights(spec), PLAIN));
    const read = readLayersModel(json, {
      weights: { digest: 'w', bytes: weights.length },
      input: spec.input,
    });
    const strip = ({ layers }: ModelSpec) =>
      layers.map(({ name, class: kind, config, inbound, outputShape, weights: own }) => ({
        ...{ name, kind, config, inbound, outputShape },
        weights: own.map((weight) => [weight.name, weight.shape]),
      }));
    expect(strip(read)).toEqual(strip(spec));
    expect(read.output).toBe(spec.output);
  });

  it.each(['masked-mean', 'convolution'] as const)(
    'of texts is computed by the library as by us, texts without a known word too: %s',
    async (pooling) => {
      const size = { vocabulary: 'words', words: 6, dimensions: 4, length: 5 };
      const spec = attachHead(
        buildWordVectors({ ...size, vectors: null, pooling, trainable: false, seed: 1 }),
        { pooling: 'auto', hiddenUnits: [], dropout: 0.1, labels: ['a', 'b', 'c'], seed: 2 },
      );
      const weights = drawWeights(spec);
      const texts = [
        [2, 5, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [6, 6, 1, 2, 3],
        [4, 0, 0, 0, 0],
      ];
      const x = tf.tensor2d(texts, [4, 5], 'int32');
      const ours = buildModel(tf, spec, weights);
      const expected = ours.predict({ [spec.layers[0]!.name]: x })[spec.output]!.dataSync();
      for (const [float16, most] of [
        [false, 1e-6],
        [true, 1e-2],
      ] as const) {
        const files = exportLayersModel(spec, weights, { float16, metadata: {} });
        const loaded = await loadWithTensorFlow(files);
        const actual = (loaded.predict(x) as tf.Tensor).dataSync();
        expect(actual).toHaveLength(expected.length);
        expect(largestDifference(actual, expected)).toBeLessThan(most);
        loaded.dispose();
      }
      ours.dispose();
      x.dispose();
    },
  );

  it('in half precision is half as large, and nearly the same', async () => {
    const { spec } = writable.find(({ name }) => name.startsWith('SeparableConv2D'))!;
    const weights = drawWeights(spec);
    const half = exportLayersModel(spec, weights, { float16: true, metadata: {} });
    const whole = exportLayersModel(spec, weights, PLAIN);
    expect(half.get('weights.bin')!.length * 2).toBe(whole.get('weights.bin')!.length);
    const x = tf.tensor(drawNumbers(9 * 7 * 3, 5), [1, 9, 7, 3]);
    const [a, b] = await Promise.all([half, whole].map(loadWithTensorFlow));
    const [left, right] = [a, b].map((model) => (model!.predict(x) as tf.Tensor).dataSync());
    const difference = largestDifference(left!, right!);
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(1e-2);
    [a, b].forEach((model) => model!.dispose());
    x.dispose();
    const onnx = [true, false].map((float16) =>
      exportOnnx(spec, weights, { input: 'prepared', float16 }),
    );
    expect(onnx[0]!.length).toBeLessThan(onnx[1]!.length);
  });

  it('is refused by the name of the layer that the format lacks', () => {
    const lacking = buildEveryLayer().find(({ name }) => name.includes('negativeSlope'))!;
    expect(() => exportLayersModel(lacking.spec, new Map(), PLAIN)).toThrow(
      /^Layer "x" can't be written for TensorFlow.js: its ReLU layer has no slope/,
    );
  });
});
