import type { CheckpointView } from '@graft/db';
import type { WorkerServices } from './services';
import type { StepReporter } from './step-reporter';

/**
 * The newest committed checkpoint under these keys whose blob is whole, from whichever attempt or run;
 * the first key that has one counts. Damaged ones are set aside, with a note; without any the step
 * begins anew.
 */
export async function findResume(
  services: WorkerServices,
  workspaceId: string,
  keys: readonly string[],
  reporter: StepReporter,
): Promise<CheckpointView | null> {
  const { database, checkedBlobs } = services;
  for (const key of keys) {
    for (const checkpoint of await database.checkpoints.list(workspaceId, key)) {
      if (await checkedBlobs.isWhole(checkpoint.digest)) return checkpoint;
      await setAside(services, workspaceId, checkpoint, reporter, 'Its file is damaged or gone.');
    }
  }
  return null;
}

/** Nothing goes on from this checkpoint any more; a note names it. */
export async function setAside(
  { database }: WorkerServices,
  workspaceId: string,
  { key, seq, epoch }: CheckpointView,
  reporter: StepReporter,
  why: string,
): Promise<void> {
  await database.checkpoints.quarantine(workspaceId, key, seq);
  reporter.addNote(
    'warning',
    'checkpoint.corrupt',
    `Checkpoint ${seq} (epoch ${epoch}) can't be used; it goes on from an earlier one. ${why}`,
  );
}
