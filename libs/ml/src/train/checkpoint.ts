import { UnexpectedError } from '@graft/errors';
import type { BuiltModel } from '../build/built-model';
import type { Tf } from '../tf';
import type { HistoryRow } from './history';
import type { LossTotals } from './loss-ledger';
import type { OptimiserState } from './optimiser-state';
import type { WatchState } from './watch';

export const CHECKPOINT_FORMAT = 'graft.checkpoint/1';

/** The batch that comes next. After the last batch of an epoch it is batch 0 of the next one. */
export interface TrainingCursor {
  /** From 1 on. */
  readonly epoch: number;
  readonly batch: number;
  /** Optimiser steps that are over. */
  readonly step: number;
}

export interface LearningRateState {
  /** What the schedule's factor multiplies. */
  readonly base: number;
  /** Version of the last command that was obeyed; 0 before any. */
  readonly version: number;
  readonly changes: readonly {
    readonly version: number;
    readonly value: number;
    readonly step: number;
  }[];
}

/** All of a training that is not a tensor. Plain JSON. */
export interface TrainingState {
  readonly cursor: TrainingCursor;
  /** Of the epoch under way. */
  readonly totals: LossTotals;
  readonly history: readonly HistoryRow[];
  readonly watch: WatchState;
  readonly learningRate: LearningRateState;
  /** Learning rate of the last step; null before it. */
  readonly lastRate: number | null;
  /** Optimiser slots were lost on the way: the course is not the planned one. */
  readonly slotsLost: boolean;
  /** Wall clock so far. */
  readonly seconds: number;
}

/** A training at the border between two optimiser steps: enough to go on bit by bit the same. */
export interface Checkpoint {
  readonly format: typeof CHECKPOINT_FORMAT;
  readonly seed: number;
  readonly phase: string;
  /** What it was computed on: see TrainingRequest. Null when nobody said. */
  readonly machine: string | null;
  readonly state: TrainingState;
  /** Every weight that training can change, moving statistics too, in the order of the model. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly optimisers: readonly OptimiserState[];
  /** Weights of the best epoch; empty when the best is not kept. */
  readonly best: ReadonlyMap<string, Float32Array>;
}

/** The parts of a running training that a checkpoint is taken of, or put into. */
export interface Checkpointable {
  readonly model: BuiltModel;
  readonly optimisers: {
    capture(): Promise<OptimiserState[]>;
    restore(states: readonly OptimiserState[]): Promise<string | null>;
  };
  readonly seed: number;
  readonly phase: string;
  readonly machine: string | null;
}

export async function captureCheckpoint(
  training: Checkpointable,
  state: TrainingState,
  best: ReadonlyMap<string, Float32Array>,
): Promise<Checkpoint> {
  const { model, optimisers, seed, phase, machine } = training;
  return {
    format: CHECKPOINT_FORMAT,
    seed,
    phase,
    machine,
    state,
    weights: model.readWeights(listChangingWeights(model)),
    optimisers: await optimisers.capture(),
    best,
  };
}

/**
 * Puts weights and optimiser slots back. Slots of other weights, as after a change of what is frozen,
 * are left out: the optimiser then begins anew.
 *
 * @returns why slots were left out; null when all are back
 * @throws UnexpectedError `checkpoint.mismatch` when it belongs to another training: other weights
 * that train, another seed or phase
 */
export async function restoreCheckpoint(
  training: Checkpointable,
  checkpoint: Checkpoint,
): Promise<string | null> {
  const wanted = listChangingWeights(training.model);
  const stored = [...checkpoint.weights.keys()];
  const difference = findDifference(wanted, stored);
  if (difference) throw mismatch(difference);
  if (checkpoint.seed !== training.seed || checkpoint.phase !== training.phase) {
    throw mismatch(
      `it was made with seed ${checkpoint.seed} in phase "${checkpoint.phase}", not with seed ${training.seed} in phase "${training.phase}"`,
    );
  }
  training.model.writeWeights(checkpoint.weights);
  return training.optimisers.restore(checkpoint.optimisers);
}

/** Names of the weights that training changes, by gradient or as statistics. */
export function listChangingWeights(model: BuiltModel): string[] {
  return model.variables.filter(({ role }) => role !== 'frozen').map(({ name }) => name);
}

/** True when every trained weight is a finite number. */
export function areWeightsFinite(tf: Tf, model: BuiltModel): boolean {
  return model.variables
    .filter(({ role }) => role !== 'frozen')
    .every(({ variable }) => tf.tidy(() => tf.all(tf.isFinite(variable)).dataSync()[0] === 1));
}

function findDifference(wanted: readonly string[], stored: readonly string[]): string | null {
  if (wanted.join('\n') === stored.join('\n')) return null;
  const missing = wanted.find((name) => !stored.includes(name));
  if (missing !== undefined) return `it lacks the weight "${missing}"`;
  const extra = stored.find((name) => !wanted.includes(name));
  return extra === undefined
    ? 'its weights are in another order'
    : `its weight "${extra}" is not trained here`;
}

function mismatch(reason: string): UnexpectedError {
  return new UnexpectedError({
    code: 'checkpoint.mismatch',
    message: `The checkpoint belongs to another training: ${reason}.`,
  });
}
