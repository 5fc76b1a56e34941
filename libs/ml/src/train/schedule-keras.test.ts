import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PLAIN_SETTINGS } from '../fixtures/training';
import { largestDifference } from '../fixtures/numbers';
import type { HistoryRow } from './history';
import { scheduleFactor } from './schedule';
import type { ScheduleSettings, TrainingSettings } from './settings';
import { INITIAL_WATCH, observeRow } from './watch';

interface Reference {
  stepsPerEpoch: number;
  losses: number[];
  cosine: number[];
  'cosine to a tenth': number[];
  step: number[];
  plateau: { patience: number; cooldown: number; minDelta: number; rates: number[] }[];
  stopping: { patience: number; minDelta: number; stopsAfter: number | null }[];
}

/** Made by schedule-reference.py beside it. */
const REFERENCE = JSON.parse(
  readFileSync(new URL('../fixtures/schedule-reference.json', import.meta.url), 'utf8'),
) as Reference;

function course(schedule: ScheduleSettings): number[] {
  const { cosine, stepsPerEpoch } = REFERENCE;
  return cosine.map((_, step) =>
    scheduleFactor(schedule, {
      step,
      stepsPerEpoch,
      totalSteps: cosine.length,
      plateauFactor: 1,
    }),
  );
}

/** What is watched after each epoch of the reference's losses. */
function watchLosses(settings: Partial<TrainingSettings>) {
  let state = INITIAL_WATCH;
  return REFERENCE.losses.map((validationLoss, index) => {
    const row: HistoryRow = {
      epoch: index + 1,
      step: index,
      learningRate: 1,
      loss: null,
      accuracy: null,
      validationLoss,
      validationAccuracy: null,
      seconds: 0,
    };
    const observation = observeRow(state, row, { ...PLAIN_SETTINGS, ...settings });
    state = observation.state;
    return observation;
  });
}

describe('the course of the learning rate is that of Keras', () => {
  it.each([
    ['cosine', { kind: 'cosine', warmUp: 0, finalFactor: 0 }],
    ['cosine to a tenth', { kind: 'cosine', warmUp: 0, finalFactor: 0.1 }],
    ['step', { kind: 'step', warmUp: 0, everyEpochs: 2, factor: 0.1 }],
  ] as const)('%s', (name, schedule) => {
    expect(largestDifference(course(schedule), REFERENCE[name])).toBeLessThan(1e-6);
  });

  it.each(REFERENCE.plateau)(
    'reduced on a plateau: patience $patience, cooldown $cooldown, smallest step $minDelta',
    ({ patience, cooldown, minDelta, rates }) => {
      const schedule = { kind: 'plateau', factor: 0.5, minFactor: 0.1 } as const;
      const watched = watchLosses({ schedule: { ...schedule, patience, cooldown, minDelta } });
      const factors = watched.map(({ state }) => state.plateau.factor);
      expect(largestDifference(factors, rates)).toBeLessThan(1e-6);
    },
  );
});

describe('early stopping stops where Keras does', () => {
  it.each(REFERENCE.stopping)(
    'patience $patience, smallest step $minDelta',
    ({ patience, minDelta, stopsAfter }) => {
      const stops = watchLosses({ earlyStopping: { patience, minDelta } });
      const first = stops.findIndex(({ stop }) => stop);
      expect(first < 0 ? null : first + 1).toBe(stopsAfter);
    },
  );
});
