import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  RUN_PIPELINE,
  WORKFLOW_QUEUE,
  type Decision,
  type RunControl,
  type RunRef,
  type StepRef,
} from './activities';
import { sendPriority } from './change-priority';
import { describePriority, workflowIdOf, type RunPriority } from './run-workflow-id';

export { sendPriority } from './change-priority';
export { workflowIdOf, type RunPriority } from './run-workflow-id';
export { readConnectionSecurity, type ConnectionSecurity } from './connection';

/** The part of Temporal's client that is needed here. */
type WorkflowClient = Pick<Client, 'workflow'>;
type ReconcilingClient = Pick<Client, 'workflow' | 'workflowService' | 'options'>;

/** A run that is to be started: its activities inherit the priority from its workflow. */
export interface StartableRun extends RunRef {
  priority?: RunPriority;
}

/** Starts the workflow of a run. A second call, also at the same time, changes nothing. */
export async function startRunWorkflow(client: WorkflowClient, run: StartableRun): Promise<void> {
  await start(client, run, 'REJECT_DUPLICATE');
}

/**
 * Tells a run's workflow what is wanted. Store it in the database first: where the workflow is gone or
 * Temporal does not answer, the reconciler repeats it.
 * @returns false when there is no open workflow
 */
export async function sendControl(
  client: WorkflowClient,
  run: RunRef,
  control: RunControl,
): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowIdOf(run.runId)).signal('control', control);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** What a person has decided about a parked step; `fence` tells one parking from the next. */
export interface DecidedStep extends StepRef {
  fence: number;
  decision: 'retry' | 'skip' | 'end';
}

/**
 * Tells a run's workflow of a decision. Its row must say so before: a workflow that is started again
 * reads the rows. Telling it twice changes nothing.
 */
export async function sendDecision(client: WorkflowClient, step: DecidedStep): Promise<void> {
  const { stepId, fence, decision } = step;
  try {
    const handle = client.workflow.getHandle(workflowIdOf(step.runId));
    await handle.signal('decide', { stepId, fence, decision } satisfies Decision);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Repeats decisions that a workflow may not have heard of. @returns how many */
export async function retellDecisions(
  steps: { listUntold(): Promise<DecidedStep[]>; markTold(step: DecidedStep): Promise<void> },
  client: WorkflowClient,
): Promise<number> {
  const untold = await steps.listUntold();
  for (const step of untold) {
    await sendDecision(client, step);
    await steps.markTold(step);
  }
  return untold.length;
}

/** The runs whose workflows have not ended, as Temporal lists them: a moment late. */
export async function listOpenRuns(client: WorkflowClient): Promise<Set<string>> {
  const query = `ExecutionStatus = 'Running' AND WorkflowType = '${RUN_PIPELINE}'`;
  const open = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query })) {
    open.add(workflowId.slice(workflowIdOf('').length));
  }
  return open;
}

/** A run that the database holds as unfinished. */
export interface UnfinishedRun extends StartableRun {
  state: 'waiting' | 'running' | 'paused' | 'parked';
  control: RunControl;
}

/** What reconciling did about a run. */
export interface Reconciled {
  run: RunRef;
  action: 'started-again' | 'told-again';
}

/**
 * Brings Temporal in line with the database, which holds the truth: an unfinished run whose workflow
 * is gone is started again under the same id and goes on from its rows; one that has not heard what is
 * wanted of it, or how urgent it is, is told again. Call it at start and every minute; twice at once is harmless.
 */
export async function reconcileRuns(
  runs: { listUnfinished(): Promise<UnfinishedRun[]> },
  client: ReconcilingClient,
): Promise<Reconciled[]> {
  const done: Reconciled[] = [];
  for (const { state, control, priority = 'normal', ...run } of await runs.listUnfinished()) {
    const open = await describeOpen(client, run);
    if (open === null) {
      await start(client, { ...run, priority }, 'ALLOW_DUPLICATE');
      done.push({ run, action: 'started-again' });
      continue;
    }
    const deaf = hasNotHeard(state, control);
    const moved = open.priorityKey !== describePriority(run.workspaceId, priority).priorityKey;
    if (deaf) await sendControl(client, run, control);
    if (moved) await sendPriority(client, run, priority);
    if (deaf || moved) done.push({ run, action: 'told-again' });
  }
  return done;
}

function hasNotHeard(state: UnfinishedRun['state'], control: RunControl): boolean {
  if (control === 'cancel') return true;
  return (control === 'pause') !== (state === 'paused');
}

/** Null when there is no open workflow. */
async function describeOpen(
  client: WorkflowClient,
  { runId }: RunRef,
): Promise<{ priorityKey: number } | null> {
  try {
    const { status, raw } = await client.workflow.getHandle(workflowIdOf(runId)).describe();
    const priorityKey = raw.workflowExecutionInfo?.priority?.priorityKey ?? 0;
    return status.name === 'RUNNING' ? { priorityKey } : null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

async function start(
  client: WorkflowClient,
  run: StartableRun,
  reuse: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
): Promise<void> {
  try {
    await client.workflow.start(RUN_PIPELINE, {
      workflowId: workflowIdOf(run.runId),
      taskQueue: WORKFLOW_QUEUE,
      priority: describePriority(run.workspaceId, run.priority ?? 'normal'),
      args: [{ workspaceId: run.workspaceId, runId: run.runId }],
      workflowIdReusePolicy: reuse,
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
