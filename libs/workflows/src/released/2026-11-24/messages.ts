import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { RunControl } from './activities';

/** Tells a run what is wanted of it. The same again changes nothing. */
export const controlSignal = defineSignal<[RunControl]>('control');

/** Where the workflow stands: for operators and tests; people read the database. */
export interface RunSnapshot {
  wanted: RunControl;
  /** Steps by what the workflow does about them. */
  running: string[];
  ended: Record<string, StepEnd>;
}

export type StepEnd = 'done' | 'failed' | 'skipped' | 'cancelled';

export const snapshotQuery = defineQuery<RunSnapshot>('snapshot');
