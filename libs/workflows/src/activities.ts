/** Names a run; all that the workflow needs to know to begin. */
export interface RunRef {
  workspaceId: string;
  runId: string;
}

export interface StepRef extends RunRef {
  stepId: string;
}

/** What is wanted of a run; `cancel` is final. */
export type RunControl = 'run' | 'pause' | 'cancel';

/** What a person decided about a parked step; `fence` tells one parking from the next. */
export interface Decision {
  stepId: string;
  fence: number;
  decision: 'retry' | 'skip' | 'end';
}

/** How a step has ended for good. */
export type StepEnd = 'done' | 'failed' | 'skipped' | 'cancelled';

/** Where an attempt has left a step: ended, or parked until a person decides. */
export type StepOutcome = { end: StepEnd } | { parked: number };

/** A step as the workflow sees it: nothing of what it does. */
export interface SkeletonStep {
  id: string;
  /** Ids of earlier steps of the list. */
  needs: string[];
  queue: string;
  timeLimitSeconds: number;
  heartbeatSeconds: number;
  /** Where it stands already, in a run whose workflow is started again. */
  outcome?: StepOutcome;
}

/** All the workflow keeps of a plan: below 256 KB for the largest graph. */
export interface RunSkeleton {
  control: RunControl;
  /** In topological order. */
  steps: SkeletonStep[];
}

/** State of a run that has begun and not ended; parked when nothing runs until a person decides. */
export type RestingState = 'running' | 'paused' | 'parked';

/** On the queue `graft-io`. Each may be called again after any failure. */
export interface RunActivities {
  /** Marks the run as running and reads its plan. */
  openRun: (run: RunRef) => Promise<RunSkeleton>;
  /** Stores that all work of the run rests, or goes on. */
  changeRunState: (run: RunRef & { state: RestingState }) => Promise<void>;
  /** Writes the final state: cancelled, else failed if a step has failed, else succeeded. */
  closeRun: (run: RunRef & { cancelled: boolean }) => Promise<void>;
}

/** On the queue of the step's resource class and labels: `nameQueue`. */
export interface StepActivities {
  /**
   * Brings a step to its end, and returns when that is committed; or parks it, when retrying would not
   * help. Cancelled, it checkpoints and lets go of the step. What it throws is to be retried.
   */
  runStep: (step: StepRef) => Promise<StepOutcome>;
}

export const WORKFLOW_QUEUE = 'graft-workflows';
export const IO_QUEUE = 'graft-io';
export const CPU_QUEUE = 'graft-cpu';
export const GPU_QUEUE = 'graft-gpu';
/** Type name of the activity that runs a step. */
export const RUN_STEP = 'runStep' satisfies keyof StepActivities;
/** Type name of the workflow. */
export const RUN_PIPELINE = 'runPipeline';
