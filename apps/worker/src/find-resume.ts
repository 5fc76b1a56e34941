import type { CheckpointView } from '@graft/db';
import type { Step } from '@graft/plan';
import type { WorkerServices } from './services';
import type { StepReporter } from './step-reporter';

/**
 * The newest committed checkpoint of a step's key whose blob is whole, from whichever attempt or run.
 * Damaged ones are set aside, with a note; without any the step begins anew.
 */
export async function findResume(
  { database, checkedBlobs }: WorkerServices,
  workspaceId: string,
  step: Step,
  reporter: StepReporter,
): Promise<CheckpointView | null> {
  for (const checkpoint of await database.checkpoints.list(workspaceId, step.key)) {
    if (await checkedBlobs.isWhole(checkpoint.digest)) return checkpoint;
    await database.checkpoints.quarantine(workspaceId, step.key, checkpoint.seq);
    reporter.addNote(
      'warning',
      'checkpoint.corrupt',
      `Checkpoint ${checkpoint.seq} (epoch ${checkpoint.epoch}) is damaged or gone; it goes on from an earlier one.`,
    );
  }
  return null;
}
