import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Decision, RunControl, StepEnd } from './activities';

/** Tells a run what is wanted of it. The same again changes nothing. */
export const controlSignal = defineSignal<[RunControl]>('control');

/** Tells a run what was decided about a parked step. The same again changes nothing. */
export const decideSignal = defineSignal<[Decision]>('decide');

/** Where the workflow stands: for operators and tests; people read the database. */
export interface RunSnapshot {
  wanted: RunControl;
  /** Steps by what the workflow does about them. */
  running: string[];
  parked: string[];
  ended: Record<string, StepEnd>;
}

export const snapshotQuery = defineQuery<RunSnapshot>('snapshot');
