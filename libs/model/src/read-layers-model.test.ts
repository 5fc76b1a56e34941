import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { checkSpec } from './check-spec';
import { countParameters } from './count-parameters';
import {
  EFFICIENTNET_BYTES,
  EFFICIENTNET_INPUT,
  EFFICIENTNET_PATH,
  readEfficientNet,
} from './fixtures/efficientnet';
import { layerOf, type ModelJson } from './fixtures/layers-model-json';
import { indexLayers, listBlocks } from './layer-graph';
import type { InputSpec } from './model-spec';
import { listWeightFiles, readLayersModel } from './read-layers-model';

tf.env().set('IS_NODE', false);

const MODEL_JSON = readFileSync(new URL(EFFICIENTNET_PATH, import.meta.url), 'utf8');

describe('readLayersModel on EfficientNet-Lite0', () => {
  const spec = readEfficientNet(MODEL_JSON);

  it('reads all 144 layers into a clean spec', () => {
    expect(checkSpec(spec)).toEqual([]);
    expect(spec.layers).toHaveLength(144);
    expect(spec.featureLayer).toBe('avg_pool');
    expect(spec.output).toBe('predictions');
    expect(spec.labels).toBeNull();
  });

  it('accounts for every stored value exactly once', () => {
    expect(countParameters(spec).total * 2).toBe(EFFICIENTNET_BYTES);
    const sources = spec.layers.flatMap((layer) => layer.weights);
    const ends = new Map(
      sources.map(({ source, shape }) => {
        if (source.kind !== 'blob') throw new Error('not from the blob');
        return [source.byteOffset, source.byteOffset + 2 * shape.reduce((a, b) => a * b, 1)];
      }),
    );
    let offset = 0;
    for (let count = 0; count < sources.length; count += 1) offset = ends.get(offset) ?? -1;
    expect(offset).toBe(EFFICIENTNET_BYTES);
  });

  it('names blocks, infers shapes and keeps statistics', () => {
    expect(listBlocks(spec).slice(0, 3)).toEqual(['stem', 'block1a', 'block2a']);
    expect(listBlocks(spec).slice(-3)).toEqual(['block7a', 'top', 'predictions']);
    const layers = indexLayers(spec);
    expect(layers.get('block2b_add')?.outputShape).toEqual([56, 56, 24]);
    expect(layers.get('avg_pool')?.outputShape).toEqual([1280]);
    expect(layers.get('top_bn')).toMatchObject({ statistics: 'kept', trainable: true });
    expect(layers.get('top_activation')).toMatchObject({
      config: { maxValue: 6 },
      trainable: false,
    });
  });

  it('leaves out layers that do not lead to the output', () => {
    const json = JSON.parse(MODEL_JSON) as {
      modelTopology: { config: { output_layers: unknown } };
    };
    json.modelTopology.config.output_layers = [['top_conv', 0, 0]];
    const weights = { digest: 'e', bytes: EFFICIENTNET_BYTES };
    const headless = readLayersModel(json, { weights, input: EFFICIENTNET_INPUT });
    expect(checkSpec(headless)).toEqual([]);
    expect(headless.layers.at(-1)?.name).toBe('top_conv');
    expect(headless.featureLayer).toBeNull();
  });

  it('reads one number for both sides, as Keras allows', () => {
    const json = JSON.parse(MODEL_JSON) as ModelJson;
    Object.assign(layerOf(json, 'stem_conv').config, {
      kernel_size: 3,
      strides: 2,
      dilation_rate: 1,
    });
    const weights = { digest: 'e'.repeat(64), bytes: EFFICIENTNET_BYTES };
    expect(readLayersModel(json, { weights, input: EFFICIENTNET_INPUT })).toEqual(spec);
  });

  it('lists the weight files', () => {
    expect(listWeightFiles(JSON.parse(MODEL_JSON))).toEqual(['weights.bin']);
  });
});

describe('readLayersModel on models that TensorFlow.js saves', () => {
  it('reads a sequential model', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.zeroPadding2d({ inputShape: [12, 12, 1], padding: [1, 2], name: 'pad' }),
        tf.layers.conv2d({ filters: 4, kernelSize: 3, name: 'conv_a', activation: 'relu' }),
        tf.layers.maxPooling2d({ poolSize: 2, name: 'pool' }),
        tf.layers.batchNormalization({ name: 'norm' }),
        tf.layers.separableConv2d({ filters: 3, kernelSize: 3, name: 'conv_b' }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dropout({ rate: 0.5, name: 'drop' }),
        tf.layers.dense({ units: 3, activation: 'softmax', name: 'out' }),
      ],
    });
    const spec = await saveAndRead(model, {
      kind: 'image',
      height: 12,
      width: 12,
      channels: 1,
      mean: 0,
      scale: 255,
    });
    expect(checkSpec(spec)).toEqual([]);
    expect(spec.layers.map((layer) => layer.outputShape)).toEqual([
      [12, 12, 1],
      ...model.layers.map((layer) => (layer.outputShape as number[]).slice(1)),
    ]);
    expect(spec.featureLayer).toBe('flat');
    expect(countParameters(spec).total).toBe(model.countParams());
  });

  it('reads a functional model with branches', async () => {
    const input = tf.input({ shape: [6], name: 'in' });
    const a = tf.layers.dense({ units: 4, name: 'a' }).apply(input) as tf.SymbolicTensor;
    const b = tf.layers
      .dense({ units: 4, name: 'b', trainable: false })
      .apply(input) as tf.SymbolicTensor;
    const sum = tf.layers.add({ name: 'sum' }).apply([a, b]) as tf.SymbolicTensor;
    const joined = tf.layers.concatenate({ name: 'joined' }).apply([sum, b]) as tf.SymbolicTensor;
    const spec = await saveAndRead(tf.model({ inputs: input, outputs: joined }), {
      kind: 'vector',
      size: 6,
    });
    expect(checkSpec(spec)).toEqual([]);
    expect(indexLayers(spec).get('joined')).toMatchObject({
      inbound: ['sum', 'b'],
      outputShape: [8],
    });
    expect(indexLayers(spec).get('b')?.trainable).toBe(false);
    expect(indexLayers(spec).get('a')?.trainable).toBe(true);
  });
});

async function saveAndRead(model: tf.LayersModel, input: InputSpec) {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  const weightsManifest = [{ paths: ['weights.bin'], weights: saved?.weightSpecs }];
  const json: unknown = JSON.parse(
    JSON.stringify({ modelTopology: saved?.modelTopology, weightsManifest }),
  );
  const bytes = (saved?.weightData as ArrayBuffer).byteLength;
  return readLayersModel(json, { weights: { digest: 'a', bytes }, input });
}
