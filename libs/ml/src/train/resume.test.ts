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

/**
 * A command may come before each of 3 batches of an epoch (20 examples in batches of 8) and after each
 * of 2 of the validation that closes it; the first validation has 2 as well, before there is anything to
 * go on from.
 */
const FIRST_POLL = 2;
const POLLS = FIRST_POLL + 4 * (3 + 2);

const models: BuiltModel[] = [];
afterEach(() => {
  for (const model of models.splice(0)) model.dispose();
});

type Commands = Readonly<Record<number, TrainingCommand>>;

interface Outcome {
  weights: Buffer;
  rows: HistoryRow[];
  checkpoint: Checkpoint | null;
  notes: string[];
  courseChanged: boolean;
}

/** Trains a fresh model, paused at the given poll for commands if there is one. */
async function train(
  settings: TrainingSettings,
  options: { pauseAt?: number; resume?: Checkpoint; machine?: string; commands?: Commands } = {},
): Promise<Outcome> {
  const model = buildModel(tf, buildTinyCnn(), new Map());
  models.push(model);
  let polls = 0;
  let checkpoint: Checkpoint | null = null;
  const notes: string[] = [];
  const { machine, commands = {} } = options;
  const result = await trainModel(tf, {
    model,
    settings,
    train: createPictureSource(tf, 20, 1),
    validation: createPictureSource(tf, 9, 2),
    checkpoint: NO_CHECKPOINTS,
    resume: options.resume ?? null,
    ...(machine === undefined ? {} : { machine }),
    hooks: {
      ...QUIET_HOOKS,
      onNote: ({ code }) => void notes.push(code),
      pollCommands(): TrainingCommand[] {
        const at = polls++;
        if (at === options.pauseAt) return [{ type: 'stop', mode: 'pause' }];
        return commands[at] ? [commands[at]] : [];
      },
      saveCheckpoint(saved) {
        checkpoint = decodeCheckpoint(encodeCheckpoint(saved));
      },
    },
  });
  const bytes = [...model.readWeights().values()].map((values) => Buffer.from(values.buffer));
  const { courseChanged, history } = result;
  const weights = Buffer.concat(bytes);
  return { weights, rows: [...history], checkpoint, notes, courseChanged };
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
    for (let pauseAt = FIRST_POLL; pauseAt < POLLS; pauseAt++) {
      const first = await train(settings, { pauseAt });
      const [epoch, within] = [Math.floor((pauseAt - 2) / 5), (pauseAt - 2) % 5];
      expect(first.checkpoint?.state.cursor.step).toBe(epoch * 3 + Math.min(within, 3));
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
    for (const pauseAt of [2, 4, 5, 6, 9, 13, 22, 26]) {
      const { checkpoint } = await train(settings, { pauseAt });
      const second = await train(settings, { resume: checkpoint! });
      expect(second.weights.equals(undisturbed.weights)).toBe(true);
    }
  });

  it('repeats a change of the learning rate from the very batch at which it was obeyed', async () => {
    const change = { type: 'set-learning-rate', version: 1, value: 0.5 } as const;
    const undisturbed = await train(PLAIN_SETTINGS, { commands: { 8: change } });
    expect(undisturbed.courseChanged).toBe(true);
    // The checkpoint that goes with the change is all that a kill leaves; the host tells it again.
    const { checkpoint } = undisturbed;
    expect(checkpoint?.state.cursor).toEqual({ epoch: 2, batch: 1, step: 4 });
    const again = { ...change, value: 0.9 };
    const second = await train(PLAIN_SETTINGS, { resume: checkpoint!, commands: { 0: again } });
    expect(second.weights.equals(undisturbed.weights)).toBe(true);
    expect(second.rows).toEqual(undisturbed.rows);
  });

  it('says so when it goes on on another machine', async () => {
    const { checkpoint } = await train(PLAIN_SETTINGS, { pauseAt: 6, machine: 'here' });
    const [here, there] = [
      await train(PLAIN_SETTINGS, { resume: checkpoint!, machine: 'here' }),
      await train(PLAIN_SETTINGS, { resume: checkpoint!, machine: 'there' }),
    ];
    expect([here.notes, there.notes]).toEqual([[], ['resume.not-bit-comparable']]);
  });

  type Slots = [string, Float32Array][];

  it.each<[string, (slots: Slots) => Slots]>([
    ['belong to other weights', (slots) => [...slots, ['thawed/kernel/m', slots[0]![1]]]],
    ['have another size', ([first, ...rest]) => [[first![0], new Float32Array(1)], ...rest]],
    ['are missing', ([, ...rest]) => rest],
    ['are in another order', ([first, second, ...rest]) => [second!, first!, ...rest]],
  ])('begins the optimiser anew, and says so, where slots %s', async (_, change) => {
    const undisturbed = await train(PLAIN_SETTINGS);
    const { checkpoint } = await train(PLAIN_SETTINGS, { pauseAt: 9 });
    const [optimiser] = checkpoint!.optimisers;
    const slots = new Map(change([...optimiser!.slots]));
    const second = await train(PLAIN_SETTINGS, {
      resume: { ...checkpoint!, optimisers: [{ ...optimiser!, slots }] },
    });
    expect(second.notes).toEqual(['checkpoint.optimiser-reset']);
    expect(second.courseChanged).toBe(true);
    expect(second.weights.equals(undisturbed.weights)).toBe(false);
    expect(second.rows.at(-1)?.epoch).toBe(undisturbed.rows.at(-1)?.epoch);
  });

  it('differs as soon as a part of the state is lost', async () => {
    const settings = { ...PLAIN_SETTINGS };
    const undisturbed = await train(settings);
    const { checkpoint } = await train(settings, { pauseAt: 4 });
    const [optimiser] = checkpoint!.optimisers;
    const forgetful = { ...checkpoint!, optimisers: [{ ...optimiser!, slots: new Map() }] };
    const second = await train(settings, { resume: forgetful });
    expect(second.weights.equals(undisturbed.weights)).toBe(false);
  });

  it('moved the statistics, and holds them in its checkpoint', async () => {
    const { checkpoint } = await train(PLAIN_SETTINGS, { pauseAt: 4 });
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
    const { checkpoint } = await train(PLAIN_SETTINGS, { pauseAt: 4 });
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
