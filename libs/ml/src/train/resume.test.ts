import { afterEach, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildModel } from '../build/build-model';
import type { BuiltModel } from '../build/built-model';
import {
  buildTinyCnn,
  createPictureSource,
  NO_CHECKPOINTS,
  PLAIN_SETTINGS,
  QUIET_HOOKS,
} from '../fixtures/training';
import type { Checkpoint } from './checkpoint';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint-file';
import type { HistoryRow } from './history';
import type { OptimiserSettings, TrainingSettings } from './settings';
import { trainModel } from './train-model';
import type { TrainingCommand } from './training';

const OPTIMISERS: readonly OptimiserSettings[] = [
  { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  { kind: 'sgd', momentum: 0.9, nesterov: true },
  { kind: 'sgd', momentum: 0, nesterov: false },
  { kind: 'rmsprop', decay: 0.9, momentum: 0.5, epsilon: 1e-7 },
];

/** 20 examples in batches of 8: 3 batches an epoch, 12 in all, the last of each short. */
const BATCHES = 12;

const models: BuiltModel[] = [];
afterEach(() => {
  for (const model of models.splice(0)) model.dispose();
});

interface Outcome {
  weights: Buffer;
  rows: HistoryRow[];
  checkpoint: Checkpoint | null;
}

/** Trains a fresh model, paused before the given batch (counted over all epochs) if there is one. */
async function train(
  settings: TrainingSettings,
  options: { pauseBefore?: number; resume?: Checkpoint } = {},
): Promise<Outcome> {
  const model = buildModel(tf, buildTinyCnn(), new Map());
  models.push(model);
  let polls = 0;
  let checkpoint: Checkpoint | null = null;
  const result = await trainModel(tf, {
    model,
    settings,
    train: createPictureSource(tf, 20, 1),
    validation: createPictureSource(tf, 9, 2),
    checkpoint: NO_CHECKPOINTS,
    resume: options.resume ?? null,
    hooks: {
      ...QUIET_HOOKS,
      pollCommands(): TrainingCommand[] {
        return polls++ === options.pauseBefore ? [{ type: 'stop', mode: 'pause' }] : [];
      },
      saveCheckpoint(saved) {
        checkpoint = decodeCheckpoint(encodeCheckpoint(saved));
      },
    },
  });
  const bytes = [...model.readWeights().values()].map((values) => Buffer.from(values.buffer));
  return { weights: Buffer.concat(bytes), rows: [...result.history], checkpoint };
}

const NAMES = new Map(
  OPTIMISERS.map((each) => [
    `${each.kind}${'momentum' in each ? ` with momentum ${each.momentum}` : ''}`,
    each,
  ]),
);

describe('a training that is stopped and goes on in a fresh model and optimiser', () => {
  it.each([...NAMES])('ends with the same weights, bit by bit: %s', async (_, optimiser) => {
    const settings: TrainingSettings = {
      ...PLAIN_SETTINGS,
      optimiser,
      weightDecay: 0.01,
      clipNorm: 1,
      schedule: { kind: 'cosine', warmUp: 0.2, finalFactor: 0 },
    };
    const undisturbed = await train(settings);
    for (let pauseBefore = 0; pauseBefore < BATCHES; pauseBefore++) {
      const first = await train(settings, { pauseBefore });
      expect(first.checkpoint?.state.cursor.step).toBe(pauseBefore);
      const second = await train(settings, { resume: first.checkpoint! });
      expect(second.weights.equals(undisturbed.weights)).toBe(true);
      expect(second.rows).toEqual(undisturbed.rows);
    }
  });

  it('also does with keep best, the plateau rule, gradual unfreezing and micro-batches', async () => {
    const settings: TrainingSettings = {
      ...PLAIN_SETTINGS,
      epochs: 6,
      learningRate: 0.05,
      microBatches: 3,
      keepBest: true,
      schedule: {
        kind: 'plateau',
        factor: 0.5,
        patience: 1,
        minDelta: 0,
        cooldown: 0,
        minFactor: 0,
      },
      monitor: 'validation-accuracy',
      layerRates: { conv: { scale: 0.1, fromEpoch: 3 }, bn: { scale: 0.5, fromEpoch: 2 } },
    };
    const undisturbed = await train(settings);
    for (const pauseBefore of [0, 2, 3, 5, 7, 12, 16]) {
      const { checkpoint } = await train(settings, { pauseBefore });
      const second = await train(settings, { resume: checkpoint! });
      expect(second.weights.equals(undisturbed.weights)).toBe(true);
    }
  });

  it('differs as soon as a part of the state is lost', async () => {
    const settings = { ...PLAIN_SETTINGS };
    const undisturbed = await train(settings);
    const { checkpoint } = await train(settings, { pauseBefore: 4 });
    const [optimiser] = checkpoint!.optimisers;
    const forgetful = { ...checkpoint!, optimisers: [{ ...optimiser!, slots: new Map() }] };
    const second = await train(settings, { resume: forgetful });
    expect(second.weights.equals(undisturbed.weights)).toBe(false);
  });

  it('moved the statistics, and holds them in its checkpoint', async () => {
    const { checkpoint } = await train(PLAIN_SETTINGS, { pauseBefore: 4 });
    expect([...checkpoint!.weights.keys()]).toEqual([
      'conv/kernel',
      'bn/gamma',
      'bn/beta',
      'bn/moving_mean',
      'bn/moving_variance',
      'out/kernel',
      'out/bias',
    ]);
    expect(checkpoint!.weights.get('bn/moving_mean')!.some((value) => value !== 0)).toBe(true);
  });

  it('refuses a checkpoint whose trained weights are others', async () => {
    const { checkpoint } = await train(PLAIN_SETTINGS, { pauseBefore: 4 });
    const weights = new Map([...checkpoint!.weights].slice(1));
    await expect(
      train(PLAIN_SETTINGS, { resume: { ...checkpoint!, weights } }),
    ).rejects.toMatchObject({
      code: 'checkpoint.mismatch',
      message: expect.stringContaining('conv/kernel'),
    });
    const foreign = new Map([...checkpoint!.weights, ['more/kernel', new Float32Array(1)]]);
    await expect(
      train(PLAIN_SETTINGS, { resume: { ...checkpoint!, weights: foreign } }),
    ).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
    await expect(
      train({ ...PLAIN_SETTINGS, seed: 6 }, { resume: checkpoint! }),
    ).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
  });
});
