import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  attachHead,
  createSpec,
  freezeLayers,
  inferLayer,
  isMisfit,
  modelSpecSchema,
  type ModelSpec,
} from '@graft/model';
import { io } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-node-gpu';
import * as ort from 'onnxruntime-node';
import { drawWeights } from './build/draw-weights';
import { drawNumbers, largestDifference } from './fixtures/numbers';
import { storeStock } from './fixtures/trap-models.fixture';
import { buildModel } from './build/build-model';
import { exportOnnx } from './onnx/export-onnx';
import { crossEntropySum } from './train/loss';

/** Where stock TensorFlow.js 4.22 goes wrong before anything is trained; see also traps.test.ts. */

const SIZE = 5;

/** A model of one dense layer. */
function drawDense(name: string): ModelSpec {
  const layer = { name, class: 'Dense', config: { units: 4 }, block: name, seed: 2 };
  return createSpec({ kind: 'vector', size: SIZE }, [layer]);
}

describe('traps of stock TensorFlow.js that models here do not fall into', () => {
  it('7: a frozen model inside another is trainable again after it was stored', async () => {
    const base = layers.sequential({
      layers: [layers.layers.dense({ units: 4, inputShape: [SIZE] })],
    });
    const model = layers.sequential({ layers: [base, layers.layers.dense({ units: 3 })] });
    base.trainable = false;
    expect(model.trainableWeights).toHaveLength(2);
    const stored = await storeStock(model);
    const loaded = await layers.loadLayersModel(io.fromMemory(stored));
    expect(loaded.trainableWeights).toHaveLength(4);

    const spec = freezeLayers(drawDense('base'), { kind: 'all' });
    const again = modelSpecSchema.parse(JSON.parse(JSON.stringify(spec)));
    const flags = ({ layers: all }: ModelSpec) => all.map(({ trainable }) => trainable);
    expect(flags(again)).toEqual(flags(spec));
    expect(again.layers.find(({ name }) => name === 'base')?.trainable).toBe(false);
  });

  it('8: layers of one name can not be in one model', () => {
    const name = 'out';
    const inputs = layers.input({ shape: [SIZE] });
    const dense = (from: layers.SymbolicTensor) =>
      layers.layers.dense({ units: 3, name }).apply(from) as layers.SymbolicTensor;
    const outputs = dense(dense(inputs));
    expect(() => layers.model({ inputs, outputs })).toThrow(/used 2 times/);

    const head = {
      pooling: 'auto',
      hiddenUnits: [],
      dropout: 0,
      labels: ['a', 'b'],
      seed: 1,
    } as const;
    const twice = attachHead(drawDense('head_dense'), head);
    const names = twice.layers.map((layer) => layer.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('12: seed 0 counts as no seed', () => {
    const draw = () => layers.initializers.heNormal({ seed: 0 }).apply([20, 20]).dataSync();
    expect(largestDifference(draw(), draw())).toBeGreaterThan(0);
    expect(() => drawWeights('heNormal', [20, 20], 0, 'w')).toThrow(/from 1 on/);
  });

  it('13: a label that is no class becomes a row of zeros', () => {
    expect(
      tf
        .oneHot(tf.tensor1d([7], 'int32'), 3)
        .sum()
        .dataSync()[0],
    ).toBe(0);
    const settings = { classWeights: null, labelSmoothing: 0 };
    expect(() => crossEntropySum(tf, tf.zeros([1, 3]), Int32Array.of(7), settings)).toThrow(
      expect.objectContaining({ code: 'train.labels' }),
    );
  });

  it('14: pictures can not be turned on the native backend', () => {
    expect(() => tf.image.rotateWithOffset(tf.zeros([1, 4, 4, 1]), 0.1)).toThrow(/not registered/);
    // Turning here needs no operation of the backend: see augment-picture.
  });

  it('20: what is stored under the name of another format is a folder of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graft-traps-'));
    const stock = layers.sequential({
      layers: [layers.layers.dense({ units: 4, inputShape: [SIZE] })],
    });
    await stock.save(`file://${join(folder, 'model.onnx')}`);
    const written = await readdir(join(folder, 'model.onnx'));
    await rm(folder, { recursive: true });
    expect(written.sort()).toEqual(['model.json', 'weights.bin']);

    const spec = drawDense('dense');
    const model = buildModel(tf, spec, new Map());
    const values = drawNumbers(2 * SIZE, 1);
    const rows = tf.tensor2d(values, [2, SIZE]);
    const file = exportOnnx(spec, model.readWeights(), { outputs: ['dense'], input: 'prepared' });
    const session = await ort.InferenceSession.create(file);
    const feeds = { [session.inputNames[0] ?? '']: new ort.Tensor(values, [2, SIZE]) };
    const answers = (await session.run(feeds))['dense']?.data as Float32Array;
    await session.release();
    const own = model.predict({ input: rows })['dense']?.dataSync() ?? [];
    expect(largestDifference(answers, own)).toBeLessThan(1e-5);
    model.dispose();
  });

  it('lets shapes through that can not be meant', () => {
    const symbol = layers.input({ shape: [4, 4, 2] });
    const wide = layers.layers.conv2d({ filters: 1, kernelSize: 9 }).apply(symbol);
    expect(
      (wide as layers.SymbolicTensor).shape.slice(1, 3).every((side) => (side ?? 0) <= 0),
    ).toBe(true);
    layers.layers.dense({ units: 2 }).apply(symbol);
    layers.layers.dense({ units: 1, activation: 'softmax' }).apply(layers.input({ shape: [4] }));

    const refused: [string, object, number[]][] = [
      ['Conv2D', { filters: 1, kernelSize: [9, 9] }, [4, 4, 2]],
      ['Dense', { units: 2 }, [4, 4, 2]],
      ['Dense', { units: 1, activation: 'softmax' }, [4]],
    ];
    for (const [name, config, shape] of refused) {
      expect(isMisfit(inferLayer(name, config, [shape]))).toBe(true);
    }
  });
});
