import type { CheckpointView, StepHold } from '@graft/db';
import type { WorkerServices } from './services';
import type { StepReporter } from './step-reporter';

/**
 * Tells the epochs that another run has trained up to the checkpoint that this one goes on from: whoever follows this
 * run sees the whole course.
 */
export async function tellEarlierRows(
  { database: { events } }: WorkerServices,
  { workspaceId, runId, stepId }: StepHold,
  from: CheckpointView,
  reporter: StepReporter,
): Promise<void> {
  if (from.runId === runId) return;
  const [theirs, ours] = await Promise.all([
    events.listRows(workspaceId, from.runId, from.stepId),
    events.listRows(workspaceId, runId, stepId),
  ]);
  const told = new Set(ours.map(({ epoch }) => epoch));
  const missing = theirs.filter(({ epoch }) => epoch <= from.epoch && !told.has(epoch));
  if (missing.length > 0) reporter.addRows(missing);
}
