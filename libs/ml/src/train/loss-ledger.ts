import { UserError } from '@graft/errors';
import type { Scalar } from '../tf';

/** Sums over the examples of the epoch so far. */
export interface LossTotals {
  readonly loss: number;
  readonly correct: number;
  readonly examples: number;
}

export const NO_TOTALS: LossTotals = { loss: 0, correct: 0, examples: 0 };

export interface LedgerEntry {
  /** Mean loss of a batch; taken over and disposed. */
  readonly loss: Scalar;
  readonly correct: Scalar;
  readonly examples: number;
  readonly epoch: number;
  readonly batch: number;
}

/**
 * Collects the losses of batches and reads them back a few at a time: on an accelerator every read
 * waits for the device. The sums do not depend on when they are read.
 */
export interface LossLedger {
  add(entry: LedgerEntry): void;
  /** @throws UserError `train.not-finite` naming epoch and batch of the first bad loss */
  settle(): LossTotals;
  reset(totals: LossTotals): void;
  dispose(): void;
}

const READ_EVERY = 16;

export function createLossLedger(): LossLedger {
  let totals = NO_TOTALS;
  let pending: LedgerEntry[] = [];
  const drop = () => {
    for (const { loss, correct } of pending) {
      loss.dispose();
      correct.dispose();
    }
    pending = [];
  };
  const settle = () => {
    try {
      for (const entry of pending) totals = addEntry(totals, entry);
    } finally {
      drop();
    }
    return totals;
  };
  return {
    add(entry) {
      pending.push(entry);
      if (pending.length >= READ_EVERY) settle();
    },
    settle,
    reset(next) {
      drop();
      totals = next;
    },
    dispose: drop,
  };
}

function addEntry(totals: LossTotals, entry: LedgerEntry): LossTotals {
  const loss = entry.loss.dataSync<'float32'>()[0] ?? NaN;
  if (!Number.isFinite(loss)) throw notFinite('loss', entry.epoch, entry.batch);
  return {
    loss: totals.loss + loss * entry.examples,
    correct: totals.correct + (entry.correct.dataSync<'float32'>()[0] ?? 0),
    examples: totals.examples + entry.examples,
  };
}

/** @param batch from 1 on, as people count */
export function notFinite(what: string, epoch: number, batch: number): UserError {
  return new UserError({
    code: 'train.not-finite',
    message: `The ${what} stopped being a number in epoch ${epoch}, batch ${batch}. Lower the learning rate, set a gradient clip, or look for broken values in the data.`,
    details: { epoch, batch },
  });
}
