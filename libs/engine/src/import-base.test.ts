import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildModel, readWeightSources } from '@graft/ml';
import { modelSpecSchema } from '@graft/model';
import * as tf from '@tensorflow/tfjs-node-gpu';
import type { EngineProcess } from './host';
import { EngineRoom } from './testing/engine-room';
import { readZip } from './testing/read-zip';
import { runLooseStep } from './testing/run-loose-step';
import type { TestStore } from './testing/test-store';

const FIXTURES = join(import.meta.dirname, '../../nodes/src/import/fixtures');
const BASE = join(import.meta.dirname, '../../../assets/base-models/efficientnet-lite0');
const RANGE = { mean: 0, scale: 255 };

/** What Keras answered: see make_models.py. */
interface Answers {
  pictures: number[];
  functional: number[][];
  sequential: number[][];
}

let room: EngineRoom;
let store: TestStore;
let engine: EngineProcess;
let answers: Answers;

beforeAll(async () => {
  room = await EngineRoom.open();
  ({ store } = room);
  engine = await room.start();
  answers = JSON.parse(await readFile(join(FIXTURES, 'answers.json'), 'utf8')) as Answers;
});
afterAll(() => room?.close());

type Files = Record<string, Uint8Array | string>;

async function importModel(files: Files, params = {}) {
  const named = await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => ({ name, digest: await store.put(bytes) })),
  );
  const step = { kind: 'import-base', params: { files: named, ...RANGE, ...params } };
  const outputs = await runLooseStep(engine, store, step);
  const weights = new Uint8Array(await readFile(outputs['weights'] ?? ''));
  const text = await readFile(outputs['model'] ?? '', 'utf8');
  const spec = modelSpecSchema.parse(JSON.parse(text));
  return { spec, weights, digest: await store.put(weights) };
}

const readParts = async (name: string): Promise<Files> => {
  const zip = await readZip(join(FIXTURES, name));
  return Object.fromEntries(zip);
};

describe('a model that Keras saved', () => {
  it.each([
    ['functional', 'keras'],
    ['sequential', 'keras'],
    ['functional', 'h5'],
    ['sequential', 'h5'],
  ] as const)('%s, as .%s, answers here as it does in Keras', async (name, format) => {
    const file = `${name}.${format}`;
    const files: Files =
      format === 'h5'
        ? { 'model.h5': await readFile(join(FIXTURES, file)) }
        : await readParts(file);
    const { spec, weights, digest } = await importModel(files, { labels: ['x', 'y', 'z'] });
    expect(spec.input).toMatchObject({ kind: 'image', height: 12, width: 10, channels: 3 });
    expect(spec.labels).toEqual(['x', 'y', 'z']);
    const model = buildModel(tf, spec, readWeightSources(spec, new Map([[digest, weights]])));
    const pictures = tf.tensor(answers.pictures, [2, 12, 10, 3]);
    const entry = spec.layers[0]?.name ?? '';
    const actual = model.predict({ [entry]: pictures })[spec.output]?.arraySync() as number[][];
    actual.flat().forEach((value, index) => {
      expect(value).toBeCloseTo(answers[name].flat()[index] ?? NaN, 5);
    });
    model.dispose();
    pictures.dispose();
  });

  it('reads colours in its own order, less its own means', async () => {
    const [mean, deviation] = [
      [0.1, 0.2, 0.3],
      [0.5, 2, 4],
    ] as const;
    const parts = await readParts('functional.keras');
    const asked = { colours: 'bgr', channelMean: [...mean], channelDeviation: [...deviation] };
    const { spec, weights, digest } = await importModel(parts, asked);
    const wanted = tf.tensor(answers.pictures, [2, 12, 10, 3]);
    const pictures = wanted
      .reverse(-1)
      .mul([...deviation])
      .add([...mean]);
    const model = buildModel(tf, spec, readWeightSources(spec, new Map([[digest, weights]])));
    const entry = spec.layers[0]?.name ?? '';
    const actual = model.predict({ [entry]: pictures })[spec.output]?.arraySync() as number[][];
    actual.flat().forEach((value, index) => {
      expect(value).toBeCloseTo(answers.functional.flat()[index] ?? NaN, 5);
    });
    expect(spec.layers[1]).toMatchObject({ name: 'input_channels', trainable: false });
    tf.dispose([wanted, pictures]);
    model.dispose();
    await expect(importModel(parts, { channelMean: [1, 2] })).rejects.toMatchObject({
      code: 'model.channels_mismatch',
    });
  });

  it('is refused when labels or weights do not belong to it', async () => {
    const parts = await readParts('functional.keras');
    await expect(importModel(parts, { labels: ['one'] })).rejects.toMatchObject({
      code: 'model.labels_mismatch',
    });
    const other = await readParts('sequential.keras');
    const mixed = { ...parts, 'model.weights.h5': other['model.weights.h5'] ?? '' };
    await expect(importModel(mixed)).rejects.toMatchObject({ errorClass: 'user' });
  });
});

describe('a TensorFlow.js model', () => {
  it('is read from model.json and its weight files, whatever their order', async () => {
    const [json, weights] = await Promise.all(
      ['model.json', 'weights.bin'].map((name) => readFile(join(BASE, name))),
    );
    const made = await importModel({ 'weights.bin': weights!, 'model.json': json! });
    expect(made.spec.layers.length).toBeGreaterThan(100);
    expect(made.spec.input).toMatchObject({ height: 224, scale: 255 });
    await expect(importModel({ 'model.json': json! })).rejects.toMatchObject({
      code: 'model.weights_missing',
    });
  });

  it.each([
    ['text', 'model', 'model.unsupported_model'],
    ['deep nesting', '['.repeat(100_000), 'model.unsupported_model'],
    ['a Lambda', JSON.stringify(withLambda()), 'model.unsupported_layer'],
    ['no picture', JSON.stringify(withInput([null, 7])), 'model.input_mismatch'],
    [
      'no JSON: NaN',
      JSON.stringify(withInput([null, 8, 8, 3])).replace('[]}', '[NaN]}'),
      'model.unsupported_model',
    ],
    ['four channels', JSON.stringify(withInput([null, 8, 8, 4])), 'model.input_mismatch'],
    ['a film', JSON.stringify(withInput([null, 4, 8, 8, 3])), 'model.input_mismatch'],
    ['a wall', JSON.stringify(withInput([null, 100_000, 100_000, 3])), 'model.unsupported_layer'],
    ['no height', JSON.stringify(withInput([null, 0, 8, 3])), 'model.unsupported_layer'],
    ['less than no height', JSON.stringify(withInput([null, -8, 8, 3])), 'model.unsupported_layer'],
    ['half a row', JSON.stringify(withInput([null, 8.5, 8, 3])), 'model.unsupported_layer'],
    ['any size', JSON.stringify(withInput([null, null, null, 3])), 'model.size_needed'],
  ])('of %s is refused', async (_, json, code) => {
    const files = { 'model.json': json, 'weights.bin': new Uint8Array(0) };
    await expect(importModel(files)).rejects.toMatchObject({ errorClass: 'user', code });
  });

  it.each([
    ['no HDF5', 'nonsense'],
    ['a broken file', Buffer.from('\x89HDF\r\n\x1a\n\0\0\0\0\0\0\0\0', 'latin1')],
    ['nothing', ''],
  ])('file that is %s is refused', async (_, bytes) => {
    await expect(importModel({ 'model.h5': bytes })).rejects.toMatchObject({
      ...{ errorClass: 'user', code: 'model.unreadable' },
    });
  });
});

function withInput(shape: (number | null)[]) {
  const layer = (name: string, config: object, from: string | null) => ({
    ...{ class_name: name, name, config: { name, ...config } },
    inbound_nodes: from === null ? [] : [[[from, 0, 0, {}]]],
  });
  return {
    format: 'layers-model',
    modelTopology: {
      class_name: 'Model',
      config: {
        name: 'm',
        layers: [
          layer('InputLayer', { batch_input_shape: shape }, null),
          layer('Flatten', {}, 'InputLayer'),
        ],
        ...{ input_layers: [['InputLayer', 0, 0]], output_layers: [['Flatten', 0, 0]] },
      },
    },
    weightsManifest: [{ paths: ['weights.bin'], weights: [] }],
  };
}

function withLambda() {
  const model = withInput([null, 4, 4, 3]);
  const [, last] = model.modelTopology.config.layers;
  if (last) last.class_name = 'Lambda';
  return { ...model, weightsManifest: [{ paths: ['weights.bin'], weights: [] }] };
}
