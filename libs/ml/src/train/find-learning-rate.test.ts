import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildModel } from '../build/build-model';
import {
  buildTinyCnn,
  createPictureSource,
  PLAIN_SETTINGS,
  QUIET_HOOKS,
  NO_CHECKPOINTS,
} from '../fixtures/training';
import { findLearningRate } from './find-learning-rate';
import { suggestLearningRate } from './suggest-learning-rate';
import { trainModel } from './train-model';

const RANGE = { lowest: 1e-5, highest: 10, steps: 60 };
const SETTINGS = { ...PLAIN_SETTINGS, monitor: 'loss' as const };

function search(hooks: Pick<typeof QUIET_HOOKS, 'yieldToHost'> = QUIET_HOOKS) {
  const model = buildModel(tf, buildTinyCnn(), new Map());
  const train = createPictureSource(tf, 48, 1);
  return {
    model,
    train,
    found: findLearningRate(tf, { model, train, settings: SETTINGS, range: RANGE, hooks }),
  };
}

describe('the learning-rate finder', () => {
  it('goes from tiny to huge by equal factors, and finds a rate that learns', async () => {
    const { model, train, found } = search();
    const { points, suggestion } = await found;
    const [first, second] = points;
    expect(first?.learningRate).toBeCloseTo(1e-5, 12);
    expect((second?.learningRate ?? 0) / (first?.learningRate ?? 1)).toBeCloseTo(
      1e6 ** (1 / 59),
      6,
    );
    expect(first?.smoothed).toBeCloseTo(first?.loss ?? 0, 6);
    const learningRate = suggestion ?? 0;
    expect(learningRate).toBeGreaterThan(1e-4);
    expect(learningRate).toBeLessThan(1);
    const settings = { ...SETTINGS, learningRate, epochs: 6 };
    const parts = { model, train, settings, validation: null, resume: null };
    const { history } = await trainModel(tf, {
      ...parts,
      hooks: QUIET_HOOKS,
      checkpoint: NO_CHECKPOINTS,
    });
    expect(history.at(-1)?.loss ?? 1).toBeLessThan((history[1]?.loss ?? 0) * 0.8);
    model.dispose();
  });

  it('puts every weight back, bit by bit, and leaves no tensor behind', async () => {
    const outer = buildModel(tf, buildTinyCnn(), new Map());
    const before = outer.readWeights();
    outer.dispose();
    const tensors = tf.memory().numTensors;
    const { model, found } = search();
    await found;
    expect(model.readWeights()).toEqual(before);
    model.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('puts the weights back also when it is stopped', async () => {
    let steps = 0;
    const { model, found } = search({
      yieldToHost: () => (++steps > 5 ? Promise.reject(new Error('stop')) : Promise.resolve()),
    });
    const other = buildModel(tf, buildTinyCnn(), new Map());
    const before = other.readWeights();
    other.dispose();
    await expect(found).rejects.toThrow('stop');
    expect(model.readWeights()).toEqual(before);
    model.dispose();
  });
});

describe('the suggested learning rate', () => {
  const curve = (...losses: number[]) =>
    losses.map((smoothed, index) => ({ learningRate: 10 ** (index - 6), smoothed }));

  it('lies in the middle of the longest fall', () => {
    expect(suggestLearningRate(curve(3, 3, 2.5, 2, 1.5, 1, 4))).toBe(10 ** -3);
  });

  it('does not take a bump for the end of a fall', () => {
    expect(suggestLearningRate(curve(5, 4, 4.5, 3, 2, 1, 9))).toBe(10 ** -3);
  });

  it('is nothing when the loss only rises', () => {
    expect(suggestLearningRate(curve(1, 2, 3))).toBeNull();
    expect(suggestLearningRate([])).toBeNull();
  });
});
