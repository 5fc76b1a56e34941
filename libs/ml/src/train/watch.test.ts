import { describe, expect, it } from '@jest/globals';
import { PLAIN_SETTINGS } from '../fixtures/training';
import type { TrainingSettings } from './settings';
import { INITIAL_WATCH, observeRow } from './watch';

/** Follows a course of validation losses, the first of them that of row 0. */
function follow(losses: readonly number[], changes: Partial<TrainingSettings>) {
  const settings: TrainingSettings = { ...PLAIN_SETTINGS, ...changes };
  let state = INITIAL_WATCH;
  return losses.map((validationLoss, epoch) => {
    const row = {
      epoch,
      step: epoch,
      learningRate: 1,
      loss: 1,
      accuracy: 0,
      validationLoss,
      validationAccuracy: -validationLoss,
      seconds: 0,
    };
    const observation = observeRow(state, row, settings);
    state = observation.state;
    return { ...observation, factor: state.plateau.factor };
  });
}

describe('early stopping', () => {
  it('ends after as many epochs without improvement as it has patience', () => {
    const seen = follow([9, 5, 4, 4, 4.5, 4.2], { earlyStopping: { patience: 3, minDelta: 0 } });
    expect(seen.map(({ stop }) => stop)).toEqual([false, false, false, false, false, true]);
  });

  it('does not count an improvement below the smallest one that counts', () => {
    const seen = follow([9, 5, 4.95, 4.9, 4.6], { earlyStopping: { patience: 2, minDelta: 0.2 } });
    expect(seen.map(({ stop }) => stop)).toEqual([false, false, false, true, false]);
  });

  it('starts to wait with the first epoch, not with row 0', () => {
    const seen = follow([1, 5, 4, 3], { earlyStopping: { patience: 1, minDelta: 0 } });
    expect(seen.map(({ stop }) => stop)).toEqual([false, false, false, false]);
  });
});

describe('the best row', () => {
  it('is the first of the lowest losses, row 0 included', () => {
    const seen = follow([4, 5, 3, 3, 3.5], {});
    expect(seen.map(({ improved }) => improved)).toEqual([true, false, true, false, false]);
    expect(seen.at(-1)!.state.best).toEqual({ epoch: 2, value: 3 });
    expect(follow([1, 5, 3], {}).at(-1)!.state.best).toEqual({ epoch: 0, value: 1 });
  });

  it('is the highest accuracy where that is watched', () => {
    const seen = follow([4, 5, 3], { monitor: 'validation-accuracy' });
    expect(seen.at(-1)!.state.best).toEqual({ epoch: 2, value: -3 });
  });
});

describe('the plateau rule', () => {
  // Expected values: Keras 3.15.1, ReduceLROnPlateau on the same losses.
  const schedule = {
    kind: 'plateau',
    factor: 0.5,
    patience: 2,
    minDelta: 0,
    cooldown: 0,
    minFactor: 0.2,
  } as const;

  it('halves the rate each time its patience ends, down to its floor', () => {
    const seen = follow([9, 5, 5, 5, 5, 5, 5, 5], { schedule });
    expect(seen.map(({ factor }) => factor)).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.2]);
  });

  it('waits out its cooldown first', () => {
    const seen = follow([9, 5, 5, 5, 5, 5, 5, 5, 5], {
      schedule: { ...schedule, cooldown: 2, minFactor: 0 },
    });
    expect(seen.map(({ factor }) => factor)).toEqual([
      1, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25,
    ]);
  });
});
