import type { Database, RetentionPolicy } from '@graft/db';

/** What a policy takes, or would take now. */
export interface Retained {
  readonly workspaceId: string;
  readonly runs: number;
  /** Versions of pipelines without a name, and plans: those that no run names any more. */
  readonly versions: number;
  readonly plans: number;
  readonly checkpoints: number;
}

type Rows = Pick<Database, 'retention' | 'audit'>;

const DAY_MS = 24 * 60 * 60_000;
/** Of one transaction: others wait for a moment only. */
const PORTION = 20;
/** Of rows by themselves. */
const UNNAMED_PORTION = 200;
/** Of one sweep: a first one after years goes on in the next hour. */
const MOST_PORTIONS = 1000;

/** What would go now. Runs that others go on from, and versions and plans of runs, follow once those are gone. */
export async function previewRetention(
  { retention }: Pick<Rows, 'retention'>,
  now = new Date(),
): Promise<Retained[]> {
  const policies = await retention.listPolicies();
  return Promise.all(
    policies.map(async (policy) => {
      const { runs, checkpoints, workspaceId } = limitsOf(policy, now);
      const found = checkpoints && (await retention.countCheckpoints(workspaceId, checkpoints));
      const unnamed = runs && (await retention.countUnnamed(workspaceId, runs));
      return {
        workspaceId,
        runs: runs ? await retention.countRuns(workspaceId, runs) : 0,
        versions: unnamed?.versions ?? 0,
        plans: unnamed?.plans ?? 0,
        checkpoints: found?.rows ?? 0,
      };
    }),
  );
}

/**
 * Removes what is older than its workspace keeps it, in small portions; the audit log of the workspace tells of it.
 * What a model, a run under way or a run that goes on from another needs stays.
 * @param failed hears of a workspace whose rows could not be removed; the others go on unless it throws
 */
export async function applyRetention(
  { retention, audit }: Rows,
  now = new Date(),
  failed: (error: unknown, workspaceId: string) => void = rethrow,
): Promise<Retained[]> {
  const all: Retained[] = [];
  for (const policy of await retention.listPolicies()) {
    try {
      all.push(await applyPolicy({ retention, audit }, policy, now));
    } catch (error) {
      failed(error, policy.workspaceId);
    }
  }
  return all;
}

type Gone = { -readonly [Field in keyof Retained]: Retained[Field] };

/** The audit log tells of what went before a failure too. */
async function applyPolicy(
  { retention, audit }: Rows,
  policy: RetentionPolicy,
  now: Date,
): Promise<Retained> {
  const { workspaceId, runs, checkpoints } = limitsOf(policy, now);
  const gone: Gone = { workspaceId, runs: 0, versions: 0, plans: 0, checkpoints: 0 };
  try {
    if (runs) await removeRuns(retention, runs, gone);
    if (checkpoints) {
      const remove = (most: number) => retention.removeCheckpoints(workspaceId, checkpoints, most);
      await removeAll(remove, PORTION, (count) => (gone.checkpoints += count));
    }
  } finally {
    const { runs: ended, versions, plans, checkpoints: givenUp } = gone;
    const counts = { runs: ended, versions, plans, checkpoints: givenUp };
    if (Object.values(counts).some((count) => count > 0)) {
      const before = { runs: runs?.toISOString(), checkpoints: checkpoints?.toISOString() };
      await audit.append({
        ...{ workspaceId, userId: null, requestId: null, action: 'retention' },
        subject: { ...counts, before },
      });
    }
  }
  return gone;
}

/** Runs, then what only they named. */
async function removeRuns(retention: Rows['retention'], before: Date, gone: Gone): Promise<void> {
  const id = gone.workspaceId;
  await removeAll(
    (most) => retention.removeRuns(id, before, most),
    PORTION,
    (count) => (gone.runs += count),
  );
  await removeAll(
    (most) => retention.removeVersions(id, before, most),
    UNNAMED_PORTION,
    (count) => (gone.versions += count),
  );
  await removeAll(
    (most) => retention.removePlans(id, before, most),
    UNNAMED_PORTION,
    (count) => (gone.plans += count),
  );
  await removeAll((most) => retention.removePlanModels(id, before, most), UNNAMED_PORTION);
}

function rethrow(error: unknown): never {
  throw error;
}

function limitsOf({ workspaceId, keptRunDays, keptCheckpointDays }: RetentionPolicy, now: Date) {
  const before = (days: number | null) =>
    days === null ? null : new Date(now.getTime() - days * DAY_MS);
  return { workspaceId, runs: before(keptRunDays), checkpoints: before(keptCheckpointDays) };
}

/** Calls until nothing is left, and tells of each portion. */
async function removeAll(
  remove: (most: number) => Promise<number>,
  most: number,
  tell: (count: number) => void = () => undefined,
): Promise<void> {
  for (let portion = 0; portion < MOST_PORTIONS; portion += 1) {
    const gone = await remove(most);
    if (gone === 0) return;
    tell(gone);
  }
}
