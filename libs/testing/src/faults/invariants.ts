import { checkEnds, checkOutputs, checkTemporal } from './invariants/ends';
import { checkLeftovers, checkReplay } from './invariants/leftovers';
import { checkRedone } from './invariants/redone';
import { checkOrder, checkRows, checkWeights } from './invariants/work';
import type { Evidence } from './collect-evidence';
import { checkBlobs } from './invariants/blobs';

/** What must hold after every round, whatever was done to it. */
export interface Invariant {
  id: `I${number}`;
  promise: string;
  /** One sentence for each violation. */
  check: (evidence: Evidence) => string[];
}

export interface Violation {
  invariant: Invariant['id'];
  what: string;
}

export const invariants: readonly Invariant[] = [
  { id: 'I1', promise: 'each accepted run ends exactly once', check: checkEnds },
  { id: 'I2', promise: 'database and Temporal agree', check: checkTemporal },
  { id: 'I3', promise: 'each blob that a row names is there and right', check: checkBlobs },
  { id: 'I4', promise: 'each step commits once, each model registers once', check: checkOutputs },
  { id: 'I5', promise: 'each epoch is recorded, none is missing', check: checkRows },
  {
    id: 'I6',
    promise: 'nothing that was committed is done again, else an interval and a batch',
    check: checkRedone,
  },
  { id: 'I7', promise: 'the weights are those of an undisturbed run', check: checkWeights },
  { id: 'I8', promise: 'no process, folder, file or lease is left', check: checkLeftovers },
  { id: 'I9', promise: 'fences, checkpoints and events only count up', check: checkOrder },
  { id: 'I10', promise: 'the history replays', check: checkReplay },
];

/** Every violation of every invariant. */
export function findViolations(evidence: Evidence): Violation[] {
  return invariants.flatMap(({ id, check }) =>
    check(evidence).map((what) => ({ invariant: id, what })),
  );
}
