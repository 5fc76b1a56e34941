import type { StepHold } from '@graft/db';
import { toGraftError } from '@graft/errors';
import type { EngineReport } from '@graft/engine/host';
import type { Plan, Step } from '@graft/plan';
import { rm } from 'node:fs/promises';
import type { CourseKeeper } from './course-keeper';
import { keepTrying } from './keep-trying';
import { insideScratch } from './scratch';
import type { WorkerServices } from './services';
import type { StepReporter } from './step-reporter';
import type { MeasuredAttempt } from './worker-metrics';

/** Checkpoints kept of a step that runs; older ones are removed with their blobs. */
const KEPT_CHECKPOINTS = 3;

export interface CommitReports {
  services: WorkerServices;
  hold: StepHold;
  plan: Plan;
  step: Step;
  scratch: string;
  threads: number;
  reporter: StepReporter;
  keeper: CourseKeeper;
  measured: MeasuredAttempt;
  signal: AbortSignal;
}

/** Makes durable what an engine reports while it runs. */
export async function commitReport(to: CommitReports, report: EngineReport): Promise<void> {
  switch (report.type) {
    case 'progress':
      return to.reporter.addProgress(report.progress);
    case 'metrics':
      to.measured.addRows(report.rows);
      return to.reporter.addRows(report.rows);
    case 'note':
      return to.reporter.addNote(report.level, report.code, report.message);
    case 'rows':
      return commitRows(to, report);
    case 'checkpoint':
      return to.keeper.store((key) => commitCheckpoint(to, report, key));
  }
}

/** The blob is durable before the row; the row is the commit point. */
async function commitCheckpoint(
  to: CommitReports,
  { seq, epoch, batch, path }: Extract<EngineReport, { type: 'checkpoint' }>,
  key: string,
): Promise<void> {
  const { services, hold, threads, signal } = to;
  const { blobs, database } = services;
  const file = insideScratch(to.scratch, path);
  try {
    const stored = await blobs.put({ path: file });
    const checkpoint = { key, seq, epoch, batch, threads, ...stored };
    // A resume does not report again what lies before its checkpoint: that must be stored by then.
    await to.reporter.flush();
    await keepTrying(() => database.checkpoints.commit(hold, checkpoint), signal);
    to.measured.addCheckpoint(stored.bytes);
  } catch (error) {
    if (toGraftError(error).code !== 'storage.full') throw error;
    to.reporter.addNote(
      'warning',
      'checkpoint.skipped',
      `The disk is full: checkpoint ${seq} was not kept. Training goes on; the last good checkpoint stays.`,
    );
    return;
  } finally {
    await rm(file, { force: true });
  }
  await pruneCheckpoints(services, hold.workspaceId, key, KEPT_CHECKPOINTS, signal);
}

/** Rows go before blobs: a row never names a blob that is gone. */
export async function pruneCheckpoints(
  { database, blobs }: WorkerServices,
  workspaceId: string,
  key: string,
  keep: number,
  signal?: AbortSignal,
): Promise<void> {
  const dropped = await keepTrying(
    () => database.checkpoints.prune(workspaceId, key, keep),
    signal,
  );
  for (const digest of dropped) await blobs.remove(digest);
}

async function commitRows(
  to: CommitReports,
  { path, examples }: Extract<EngineReport, { type: 'rows' }>,
): Promise<void> {
  const { services, hold, signal } = to;
  const { rowKey } = to.keeper.course;
  if (rowKey === undefined) return;
  const stored = await services.blobs.put({ path: insideScratch(to.scratch, path) });
  const shard = { ...stored, examples: examples.length };
  await keepTrying(() => services.database.features.add(hold.workspaceId, rowKey, shard), signal);
}
