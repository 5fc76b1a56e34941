import type { DecidedStep } from '@graft/db';

/** A run, named with its workspace. */
export interface RunRef {
  workspaceId: string;
  runId: string;
}

/** The durable executions of runs, as the API needs them. */
export interface RunWorkflows {
  /** Starts the workflow of a run, or finds that it runs already. @throws OperationalError */
  start(run: RunRef): Promise<void>;
  /** Tells the workflow that what is wanted of the run has changed; a finished one is fine. */
  tellControl(run: RunRef, control: 'run' | 'pause' | 'cancel'): Promise<void>;
  /** Tells the workflow what was decided about a parked step; a finished one is fine. */
  tellDecision(step: DecidedStep): Promise<void>;
  /** How many workers ask for work, by queue. @throws when Temporal does not answer */
  countPollers(): Promise<{ queue: string; pollers: number }[]>;
  close(): Promise<void>;
}
