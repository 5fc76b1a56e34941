import type { Database } from '@graft/db';
import type { LocalBlobStore } from '@graft/storage';
import { closeNames } from './name-closure';

export type Finding =
  /** A row names it and it is not there. */
  | { type: 'missing'; digest: string; by: string }
  /** Its content is not what its name says; it has been set aside. */
  | { type: 'damaged'; digest: string; by: string }
  /** A row names it that the ledger of blobs does not know. */
  | { type: 'unrecorded'; digest: string; by: string }
  /** Nothing names it, and it is older than a write takes: the next clean-up removes it. */
  | { type: 'orphan'; digest: string }
  /** The run has not ended and Temporal does not know it: it is started again by the API. */
  | { type: 'no-workflow'; runId: string }
  /** The run has ended, its workflow has not. */
  | { type: 'stray-workflow'; runId: string }
  /** The log of what was done is not as it was written, from this entry on. */
  | { type: 'audit-broken'; entry: number; reason: string };

export interface IntegrityReport {
  blobs: number;
  bytes: number;
  runs: number;
  findings: Finding[];
}

/** What Temporal says; null where it was not asked. */
export interface WorkflowsView {
  /** Ids of the runs whose workflows are open. */
  listOpen(): Promise<Set<string>>;
}

export interface Everything {
  database: Pick<Database, 'upkeep' | 'runs' | 'audit'>;
  blobs: LocalBlobStore;
  workflows: WorkflowsView | null;
}

const GRACE_HOURS = 24;

/**
 * Compares rows with blobs, blobs with their names, blobs with rows, runs with workflows, and each entry of the audit
 * log with the one before. Changes nothing, but that a
 * damaged blob is set aside. Writes may go on meanwhile: what is found is looked at twice.
 */
export async function checkIntegrity(everything: Everything): Promise<IntegrityReport> {
  const rows = await everything.database.upkeep.listBlobs();
  const findings = [
    ...(await checkBlobs(everything)),
    ...(await findOrphans(everything)),
    ...(await compareRuns(everything)),
    ...(await readAudit(everything)),
  ];
  return {
    blobs: rows.length,
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
    runs: (await everything.database.runs.listUnfinished()).length,
    findings,
  };
}

/** Lets go of all that can be computed again and names a blob that is gone. @returns what cannot be mended */
export async function repair(
  { database }: Pick<Everything, 'database'>,
  findings: readonly Finding[],
): Promise<void> {
  const lost = findings.flatMap((finding) =>
    finding.type === 'missing' || finding.type === 'damaged' ? [finding.digest] : [],
  );
  if (lost.length > 0) await database.upkeep.forgetLost(lost);
}

async function checkBlobs({ database, blobs }: Everything): Promise<Finding[]> {
  const [named, recorded] = await listNames(database);
  const findings: Finding[] = [];
  for (const [digest, by] of named) {
    const there = await blobs.has(digest);
    if (there && (await blobs.verify(digest))) {
      if (!recorded.has(digest)) findings.push({ type: 'unrecorded', digest, by });
      continue;
    }
    // A checkpoint may have been superseded since the rows were read.
    const [still] = await listNames(database);
    if (!still.has(digest)) continue;
    findings.push({ type: there ? 'damaged' : 'missing', digest, by });
  }
  return findings;
}

/** Blobs that must be there, with the row that says so; and those that the ledger knows. */
async function listNames(
  database: Everything['database'],
): Promise<[Map<string, string>, Set<string>]> {
  const named = await database.upkeep.listNamed();
  const recorded = new Set((await database.upkeep.listBlobs()).map(({ digest }) => digest));
  const wanted = named.filter(({ needed, digest }) => needed || recorded.has(digest));
  const all = new Map([...recorded].map((digest) => [digest, 'the ledger of blobs']));
  for (const { digest, by } of wanted) all.set(digest, by);
  return [all, recorded];
}

async function findOrphans({ database, blobs }: Everything): Promise<Finding[]> {
  const [named] = await listNames(database);
  const known = await closeNames(blobs, new Set(named.keys()));
  const before = new Date(Date.now() - GRACE_HOURS * 3_600_000);
  const findings: Finding[] = [];
  for await (const { digest, storedAt } of blobs.list()) {
    if (!known.has(digest) && storedAt < before) findings.push({ type: 'orphan', digest });
  }
  return findings;
}

async function readAudit({ database }: Everything): Promise<Finding[]> {
  const verdict = await database.audit.verify();
  if (verdict.state === 'whole') return [];
  return [{ type: 'audit-broken', entry: verdict.seq, reason: verdict.reason }];
}

async function compareRuns({ database, workflows }: Everything): Promise<Finding[]> {
  if (workflows === null) return [];
  const open = await workflows.listOpen();
  const unfinished = new Set((await database.runs.listUnfinished()).map(({ runId }) => runId));
  const lost = [...unfinished].filter((runId) => !open.has(runId));
  const stray = [...open].filter((runId) => !unfinished.has(runId));
  return [
    ...lost.map((runId): Finding => ({ type: 'no-workflow', runId })),
    ...stray.map((runId): Finding => ({ type: 'stray-workflow', runId })),
  ];
}
