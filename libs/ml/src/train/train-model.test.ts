import { afterEach, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-node-gpu';
import type { BuiltModel } from '../build/built-model';
import { TestTrainings } from '../fixtures/test-trainings';
import {
  buildHead,
  buildTinyCnn,
  createPictureSource,
  PLAIN_SETTINGS,
  QUIET_HOOKS,
} from '../fixtures/training';
import type { HistoryRow } from './history';
import { measureModel } from './measure-model';
import { trainModel } from './train-model';
import type { DataSource, TrainingProgress } from './training';

const { build, request, disposeModels } = new TestTrainings(tf);
afterEach(disposeModels);

function join(model: BuiltModel): Buffer {
  return Buffer.concat(
    [...model.readWeights().values()].map((values) => Buffer.from(values.buffer)),
  );
}

describe('a training', () => {
  it('learns, and writes a row before the first step and one after each epoch', async () => {
    const settings = { ...PLAIN_SETTINGS, epochs: 12, learningRate: 0.05 };
    const asked = request({ settings });
    const { history, ended, epoch } = await trainModel(tf, asked);
    expect(ended).toBe('complete');
    expect(epoch).toBe(12);
    expect(history.map((row) => row.epoch)).toEqual([...Array(13).keys()]);
    expect(history.map((row) => row.step)).toEqual([...Array(13).keys()].map((each) => each * 3));
    expect(history[0]).toMatchObject({
      loss: null,
      accuracy: null,
      validationLoss: expect.any(Number),
    });
    const measured = await measureModel(tf, asked.model, asked.validation!, settings, QUIET_HOOKS);
    expect(history.at(-1)).toMatchObject({
      validationLoss: measured.loss,
      validationAccuracy: measured.accuracy,
    });
    expect(history.at(-1)!.loss!).toBeLessThan(0.7 * history[1]!.loss!);
  });

  it('ends with the same weights for the same seed, and with others for another', async () => {
    const run = async (changes: Partial<typeof PLAIN_SETTINGS>) => {
      const asked = request({ settings: { ...PLAIN_SETTINGS, ...changes } });
      await trainModel(tf, asked);
      return join(asked.model);
    };
    const first = await run({});
    expect((await run({})).equals(first)).toBe(true);
    expect((await run({ seed: 6 })).equals(first)).toBe(false);
    expect((await run({ phase: 'tune' })).equals(first)).toBe(false);
  });

  it('leaves no tensor behind, in any epoch or at the end', async () => {
    const asked = request({
      settings: { ...PLAIN_SETTINGS, clipNorm: 1, microBatches: 2, keepBest: true },
    });
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    await trainModel(tf, {
      ...asked,
      hooks: { ...QUIET_HOOKS, onRow: () => counts.push(tf.memory().numTensors) },
    });
    expect(new Set(counts.slice(1)).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same gradient in micro-batches as in one, where nothing is random', async () => {
    const source = (): DataSource => ({
      count: 12,
      batch: (indices) => ({
        inputs: {
          input: tf.tensor2d(
            [...indices].flatMap((at) => [at % 3, at % 2]),
            [indices.length, 2],
          ),
        },
        labels: indices.map((at) => at % 3),
      }),
    });
    const run = async (microBatches: number) => {
      const model = build(buildHead(2, 3));
      const settings = { ...PLAIN_SETTINGS, batchSize: 5, microBatches };
      await trainModel(tf, request({ model, settings, train: source(), validation: source() }));
      return [...model.readWeights().values()].flatMap((values) => [...values]);
    };
    const whole = await run(1);
    for (const [index, value] of (await run(3)).entries())
      expect(value).toBeCloseTo(whole[index]!, 5);
  });

  it('yields once a batch and reports progress', async () => {
    let yields = 0;
    let clock = 0;
    const seen: TrainingProgress[] = [];
    const hooks = {
      ...QUIET_HOOKS,
      yieldToHost: () => (yields++, Promise.resolve()),
      now: () => (clock += 1000),
      onProgress: (progress: TrainingProgress) => seen.push(progress),
    };
    await trainModel(
      tf,
      request({ hooks, validation: null, settings: { ...PLAIN_SETTINGS, monitor: 'loss' } }),
    );
    expect(yields).toBe(12);
    expect(seen.map(({ fraction }) => fraction)).toEqual(seen.map((_, index) => (index + 1) / 12));
    expect(seen[3]).toMatchObject({ epoch: 2, batch: 1, batches: 3, epochs: 4 });
    expect(seen.at(-1)!.secondsLeft).toBe(0);
    expect(seen[0]!.secondsLeft).toBeGreaterThan(0);
  });
});

describe('what is watched', () => {
  it('stops early, and keeps the weights of the best epoch', async () => {
    const settings = {
      ...PLAIN_SETTINGS,
      epochs: 30,
      learningRate: 0.5,
      keepBest: true,
      earlyStopping: { patience: 3, minDelta: 0 },
    };
    const asked = request({ settings });
    const { ended, history, epoch } = await trainModel(tf, asked);
    const losses = history.map(({ validationLoss }) => validationLoss!);
    expect(ended).toBe('stopped-early');
    expect(losses[epoch]).toBe(Math.min(...losses));
    expect(history.at(-1)!.epoch).toBeLessThan(30);
    const measured = await measureModel(tf, asked.model, asked.validation!, settings, QUIET_HOOKS);
    expect(measured.loss).toBe(losses[epoch]);
  });

  it('names epoch and batch when the loss is no number', async () => {
    const healthy = createPictureSource(tf, 20, 1);
    const batch: DataSource['batch'] = (indices, epoch) => {
      const good = healthy.batch(indices, epoch) as Awaited<ReturnType<DataSource['batch']>>;
      if (epoch !== 2 || !indices.includes(13)) return good;
      const input = tf.mul(good.inputs.input!, NaN);
      good.inputs.input!.dispose();
      return { ...good, inputs: { input } };
    };
    const before = tf.memory().numTensors;
    const asked = request({ train: { count: 20, batch } });
    const rows: HistoryRow[] = [];
    const hooks = { ...QUIET_HOOKS, onRow: (row: HistoryRow) => void rows.push(row) };
    await expect(trainModel(tf, { ...asked, hooks })).rejects.toMatchObject({
      errorClass: 'user',
      code: 'train.not-finite',
      message: expect.stringMatching(/epoch 2, batch [123]\./),
    });
    expect(rows.map(({ epoch }) => epoch)).toEqual([0, 1]);
    disposeModels();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses what can not be trained', async () => {
    const frozen = buildTinyCnn();
    const model = build({
      ...frozen,
      layers: frozen.layers.map((layer) => ({ ...layer, trainable: false })),
    });
    await expect(trainModel(tf, request({ model }))).rejects.toMatchObject({
      code: 'train.nothing-trainable',
    });
    const empty = createPictureSource(tf, 0, 1);
    await expect(trainModel(tf, request({ train: empty }))).rejects.toMatchObject({
      code: 'train.no-examples',
    });
    await expect(trainModel(tf, request({ validation: null }))).rejects.toMatchObject({
      code: 'train.monitor-without-validation',
    });
    const source = createPictureSource(tf, 20, 1);
    const batch: DataSource['batch'] = async (indices, epoch) => {
      const good = await source.batch(indices, epoch);
      return { ...good, labels: good.labels.map(() => 3) };
    };
    await expect(trainModel(tf, request({ train: { count: 20, batch } }))).rejects.toMatchObject({
      code: 'train.labels',
    });
  });
});

describe('frozen layers', () => {
  it('stay as they are to the last bit, statistics included, while others train', async () => {
    const spec = buildTinyCnn();
    const layers = spec.layers.map((layer) =>
      ['conv', 'bn', 'drop'].includes(layer.name) ? { ...layer, trainable: false } : layer,
    );
    const model = build({ ...spec, layers });
    expect(model.boundary).toEqual(['drop']);
    const before = model.readWeights();
    await trainModel(tf, request({ model }));
    for (const [name, values] of model.readWeights()) {
      expect({
        name,
        same: Buffer.from(values.buffer).equals(Buffer.from(before.get(name)!.buffer)),
      }).toEqual({
        name,
        same: !name.startsWith('out'),
      });
    }
  });
});
