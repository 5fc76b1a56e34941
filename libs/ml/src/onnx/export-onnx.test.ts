import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listLayerClasses, type ModelSpec } from '@graft/model';
import * as tf from '@tensorflow/tfjs-node-gpu';
import * as ort from 'onnxruntime-node';
import { buildModel } from '../build/build-model';
import { listBuildableClasses } from '../build/layer-builders';
import { EFFICIENTNET_FOLDER, readEfficientNet, type BaseFixture } from '../fixtures/efficientnet';
import { buildEveryLayer } from '../fixtures/every-layer';
import { drawNumbers, largestDifference } from '../fixtures/numbers';
import { readZip } from '../fixtures/zip';
import { canExport, exportOnnx } from './export-onnx';
import { listExportableClasses } from './layer-operators';

const PICTURES = new URL('../../../../assets/datasets/emoji-objects.zip', import.meta.url);

/** Pixels [n, size, size, 3] of the first pictures of the bundled data set. */
function decodePictures(count: number): tf.Tensor4D {
  const files = readZip(readFileSync(PICTURES), inflateRawSync).filter(({ name }) =>
    name.endsWith('.png'),
  );
  const chosen = files.filter((_, index) => index % Math.floor(files.length / count) === 0);
  return tf.tidy(() =>
    tf.stack(chosen.slice(0, count).map(({ bytes }) => tf.node.decodePng(bytes, 3))),
  ) as tf.Tensor4D;
}

/** What the project does to pictures where it runs without onnxruntime. */
function preprocess(pictures: tf.Tensor4D, { input }: ModelSpec): tf.Tensor4D {
  if (input.kind !== 'image') throw new Error('The fixture reads pictures.');
  const { height, width, mean, scale } = input;
  return tf.tidy(() =>
    tf.div(tf.sub(tf.image.resizeBilinear(pictures, [height, width], false, true), mean), scale),
  );
}

async function runOnnx(bytes: Uint8Array, feeds: Record<string, ort.Tensor>) {
  const session = await ort.InferenceSession.create(bytes);
  const outputs = await session.run(feeds);
  await session.release();
  return outputs;
}

describe('a base model exported to ONNX', () => {
  let base: BaseFixture;
  beforeAll(() => {
    const folder = new URL(EFFICIENTNET_FOLDER, import.meta.url);
    const modelJson: unknown = JSON.parse(readFileSync(new URL('model.json', folder), 'utf8'));
    base = readEfficientNet(modelJson, readFileSync(new URL('weights.bin', folder)));
  });
  afterAll(() => tf.disposeVariables());

  it('gives the features of the reference executor on real pictures, whatever their size', async () => {
    const outputs = ['avg_pool', 'block2a_project_bn'];
    const bytes = exportOnnx(base.spec, base.weights, { outputs, input: 'pixels-uint8' });
    const model = buildModel(tf, base.spec, base.weights, { outputs });
    for (const side of [64, 100, 224, 300]) {
      const original = decodePictures(8);
      const pictures = tf.tidy(() =>
        tf.cast<tf.Tensor4D>(
          tf.round(tf.image.resizeBilinear(original, [side, side + 9])),
          'int32',
        ),
      );
      const prepared = preprocess(pictures, base.spec);
      const expected = model.predict({ image: prepared });
      const pixels = Uint8Array.from(pictures.dataSync());
      const actual = await runOnnx(bytes, {
        pictures: new ort.Tensor('uint8', pixels, pictures.shape),
      });
      for (const name of outputs) {
        expect(actual[name]?.dims).toEqual(expected[name]?.shape);
        const have = actual[name]?.data as Float32Array;
        const want = expected[name]!.dataSync();
        // Features are compared as they are, the large values of an early map by their size.
        const size = name === 'avg_pool' ? 1 : Math.max(...want.subarray(0, 10_000));
        expect(largestDifference(have, want) / size).toBeLessThan(1e-4);
      }
      tf.dispose([original, pictures, prepared, expected]);
    }
    model.dispose();
  });
});

describe('the exporter', () => {
  it('has exactly the layer classes that the registry says it has', () => {
    const promised = listLayerClasses().filter(({ onnx }) => onnx);
    expect(listExportableClasses()).toEqual(promised.map((each) => each.class).sort());
    expect(listBuildableClasses()).toEqual(
      listLayerClasses()
        .map((each) => each.class)
        .sort(),
    );
  });

  it.each(buildEveryLayer())(
    'writes $name as the reference executor computes it',
    async ({ spec }) => {
      expect(canExport(spec)).toEqual({ ok: true });
      const model = buildModel(tf, spec, new Map());
      const randomised = new Map(
        model.variables.map(({ name, shape }, index) => {
          const values = drawNumbers(
            shape.reduce((a, b) => a * b, 1),
            index + 1,
          );
          return [name, name.endsWith('variance') ? values.map((value) => value + 1.5) : values];
        }),
      );
      model.writeWeights(randomised);
      const shape = spec.layers[0]?.outputShape ?? [];
      const values = drawNumbers(3 * shape.reduce((a, b) => a * b, 1), 99).map(
        (value) => value * 4,
      );
      const x = tf.tensor(values, [3, ...shape]);
      const expected = model.predict({ input: x })[spec.output];
      const bytes = exportOnnx(spec, randomised, { input: 'prepared' });
      const actual = await runOnnx(bytes, { input: new ort.Tensor('float32', values, x.shape) });
      expect(actual[spec.output]?.dims).toEqual(expected?.shape);
      const have = actual[spec.output]?.data as Float32Array;
      expect(largestDifference(have, expected!.dataSync())).toBeLessThan(1e-4);
      tf.dispose([x, expected!]);
      model.dispose();
    },
  );

  it('says which layer class it lacks', () => {
    const { spec } = buildEveryLayer()[0]!;
    const last = spec.layers.at(-1)!;
    const foreign = { ...spec, layers: [...spec.layers.slice(0, -1), { ...last, class: 'LSTM' }] };
    expect(canExport(foreign)).toEqual({ ok: false, missing: 'LSTM' });
  });
});
