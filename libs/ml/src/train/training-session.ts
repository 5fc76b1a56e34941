import type { Checkpoint, LearningRateState, TrainingState } from './checkpoint';
import { checkpointInterval } from './checkpoint-interval';
import type { HistoryRow } from './history';
import { createLossLedger, NO_TOTALS, type LossTotals } from './loss-ledger';
import type { Measure } from './measure-model';
import type { TrainingSettings } from './settings';
import type { StepOutcome } from './train-batch';
import type { CheckpointTimes, TrainingHooks, TrainingProgress } from './training';
import { INITIAL_WATCH, type WatchState } from './watch';

/** Where a training stands: everything that changes while it runs, apart from model and optimiser. */
export class TrainingSession {
  readonly ledger = createLossLedger();
  /** Batches an epoch has. */
  readonly batches: number;
  watch: WatchState;
  /** Weights of the best epoch; empty when they are not kept. */
  best: ReadonlyMap<string, Float32Array>;
  /** The training was told to end with what it has. */
  finishing = false;
  slotsLost: boolean;
  readonly #epochs: number;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #secondsBefore: number;
  readonly #stepsBefore: number;
  readonly #history: HistoryRow[];
  #cursor: TrainingState['cursor'];
  #learningRate: LearningRateState;
  #lastRate: number | null;
  #checkpointAt: number;
  #checkpointCost: number | null = null;

  constructor(
    settings: TrainingSettings,
    examples: number,
    { now }: Pick<TrainingHooks, 'now'>,
    resume: Checkpoint | null,
  ) {
    const state = resume?.state ?? freshState(settings);
    this.#epochs = settings.epochs;
    this.batches = Math.ceil(examples / settings.batchSize);
    this.#now = now;
    this.#startedAt = now();
    this.#checkpointAt = this.#startedAt;
    this.#secondsBefore = state.seconds;
    this.#cursor = state.cursor;
    this.#stepsBefore = state.cursor.step;
    this.#history = [...state.history];
    this.#learningRate = state.learningRate;
    this.#lastRate = state.lastRate;
    this.slotsLost = state.slotsLost;
    this.watch = state.watch;
    this.best = resume?.best ?? new Map();
    this.ledger.reset(state.totals);
  }

  /** Epoch under way, from 1 on. */
  get epoch(): number {
    return this.#cursor.epoch;
  }

  /** Batches of the epoch under way that are over. */
  get batch(): number {
    return this.#cursor.batch;
  }

  /** Optimiser steps that are over. */
  get step(): number {
    return this.#cursor.step;
  }

  get history(): readonly HistoryRow[] {
    return this.#history;
  }

  get learningRate(): LearningRateState {
    return this.#learningRate;
  }

  closeBatch(outcome: StepOutcome, examples: number, rate: number): void {
    const { epoch, batch, step } = this.#cursor;
    this.#cursor = { epoch, batch: batch + 1, step: step + 1 };
    this.#lastRate = rate;
    this.ledger.add({ ...outcome, examples, epoch, batch: batch + 1 });
  }

  openEpoch(epoch: number): void {
    this.#cursor = { epoch, batch: 0, step: this.#cursor.step };
    this.ledger.reset(NO_TOTALS);
  }

  /** @param nextRate learning rate of the step to come, for a row that follows none */
  addRow(
    epoch: number,
    nextRate: number,
    totals: LossTotals,
    measured: Measure | null,
  ): HistoryRow {
    const trained = totals.examples > 0;
    const row: HistoryRow = {
      epoch,
      step: this.step,
      learningRate: this.#lastRate ?? nextRate,
      loss: trained ? totals.loss / totals.examples : null,
      accuracy: trained ? totals.correct / totals.examples : null,
      validationLoss: measured?.loss ?? null,
      validationAccuracy: measured?.accuracy ?? null,
      seconds: this.#seconds(),
    };
    this.#history.push(row);
    return row;
  }

  /** Obeys a command once: an old version is one that came twice. @returns whether it was new */
  setLearningRate(version: number, value: number): boolean {
    if (version <= this.#learningRate.version) return false;
    const changes = [...this.#learningRate.changes, { version, value, step: this.step }];
    this.#learningRate = { base: value, version, changes };
    return true;
  }

  capture(): TrainingState {
    return {
      cursor: this.#cursor,
      totals: this.ledger.settle(),
      history: [...this.#history],
      watch: this.watch,
      learningRate: this.#learningRate,
      lastRate: this.#lastRate,
      slotsLost: this.slotsLost,
      seconds: this.#seconds(),
    };
  }

  progress(): TrainingProgress {
    const total = this.batches * this.#epochs;
    const done = this.step - this.#stepsBefore;
    const elapsed = (this.#now() - this.#startedAt) / 1000;
    return {
      epoch: this.epoch,
      epochs: this.#epochs,
      batch: this.batch,
      batches: this.batches,
      fraction: Math.min(1, this.step / total),
      secondsLeft: done > 0 ? (elapsed / done) * Math.max(0, total - this.step) : null,
    };
  }

  isCheckpointDue(where: 'epoch-end' | 'within-epoch', times: CheckpointTimes): boolean {
    const waited = (this.#now() - this.#checkpointAt) / 1000;
    return waited >= checkpointInterval(where, this.#checkpointCost, times);
  }

  /** @param begun when it was begun, by the clock of the hooks */
  markCheckpoint(begun: number): void {
    this.#checkpointAt = this.#now();
    this.#checkpointCost = (this.#checkpointAt - begun) / 1000;
  }

  #seconds(): number {
    return this.#secondsBefore + (this.#now() - this.#startedAt) / 1000;
  }
}

function freshState({ learningRate }: TrainingSettings): TrainingState {
  return {
    cursor: { epoch: 1, batch: 0, step: 0 },
    totals: NO_TOTALS,
    history: [],
    watch: INITIAL_WATCH,
    learningRate: { base: learningRate, version: 0, changes: [] },
    lastRate: null,
    slotsLost: false,
    seconds: 0,
  };
}
