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

/** A step as the workflow sees it: nothing of what it does. */
export interface SkeletonStep {
  id: string;
  /** Ids of earlier steps of the list. */
  needs: string[];
  queue: string;
  timeLimitSeconds: number;
  heartbeatSeconds: number;
}

/** All the workflow keeps of a plan: a few kilobytes even at 500 steps. */
export interface RunSkeleton {
  control: RunControl;
  /** In topological order. */
  steps: SkeletonStep[];
}

/** On the queue `graft-io`. Each may be called again after any failure. */
export interface RunActivities {
  /** Marks the run as running and reads its plan. */
  openRun: (run: RunRef) => Promise<RunSkeleton>;
  /** Stores that all work of the run rests, or goes on. */
  changeRunState: (run: RunRef & { state: 'paused' | 'running' }) => Promise<void>;
  /** Writes the final state: cancelled, else failed if a step has failed, else succeeded. */
  closeRun: (run: RunRef & { cancelled: boolean }) => Promise<void>;
}

/** On the queue of the step's resource class. */
export interface StepActivities {
  /**
   * Brings a step to its end and returns when its outputs are committed. Cancelled, it checkpoints and
   * lets go of the step. A failure that retrying cannot mend is not retryable.
   */
  runStep: (step: StepRef) => Promise<void>;
}

export const WORKFLOW_QUEUE = 'graft-workflows';
export const IO_QUEUE = 'graft-io';
export const CPU_QUEUE = 'graft-cpu';
export const GPU_QUEUE = 'graft-gpu';
/** Type name of the workflow. */
export const RUN_PIPELINE = 'runPipeline';
