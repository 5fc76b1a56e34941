import type { DecidedStep } from '@graft/db';

import type { RunPriority, StartableRun } from '@graft/workflows/client';

/** A run, named with its workspace. */
export interface RunRef {
  workspaceId: string;
  runId: string;
}

/** The durable executions of runs, as the API needs them. */
export interface RunWorkflows {
  /** Starts the workflow of a run, or finds that it runs already. @throws OperationalError */
  start(run: StartableRun): Promise<void>;
  /** Tells the workflow that what is wanted of the run has changed; a finished one is fine. */
  tellControl(run: RunRef, control: 'run' | 'pause' | 'cancel'): Promise<void>;
  /** Tells the workflow what was decided about a parked step; a finished one is fine. */
  tellDecision(step: DecidedStep): Promise<void>;
  /** Moves what the run asks of workers, and what waits there already; one that has ended is fine. */
  tellPriority(run: RunRef, priority: RunPriority): Promise<void>;
  /** Names of workers that lately asked for work, by queue. @throws when Temporal does not answer */
  listPollers(): Promise<{ queue: string; workers: string[] }[]>;
  close(): Promise<void>;
}
