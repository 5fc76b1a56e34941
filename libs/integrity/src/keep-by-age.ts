import type { Database, RetentionPolicy } from '@graft/db';

/** What a policy takes, or would take now. */
export interface Retained {
  readonly workspaceId: string;
  readonly runs: number;
  readonly checkpoints: number;
}

type Rows = Pick<Database, 'retention' | 'audit'>;

const DAY_MS = 24 * 60 * 60_000;
/** Of one transaction: others wait for a moment only. */
const PORTION = 20;
/** Of one sweep: a first one after years goes on in the next hour. */
const MOST_PORTIONS = 1000;

/** What would go now. Runs that others go on from follow once those are gone. */
export async function previewRetention(
  { retention }: Pick<Rows, 'retention'>,
  now = new Date(),
): Promise<Retained[]> {
  const policies = await retention.listPolicies();
  return Promise.all(
    policies.map(async (policy) => {
      const { runs, checkpoints, workspaceId } = limitsOf(policy, now);
      const found = checkpoints && (await retention.countCheckpoints(workspaceId, checkpoints));
      return {
        workspaceId,
        runs: runs ? await retention.countRuns(workspaceId, runs) : 0,
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

/** The audit log tells of what went before a failure too. */
async function applyPolicy(
  { retention, audit }: Rows,
  policy: RetentionPolicy,
  now: Date,
): Promise<Retained> {
  const { workspaceId, runs, checkpoints } = limitsOf(policy, now);
  const gone = { workspaceId, runs: 0, checkpoints: 0 };
  try {
    if (runs) {
      for await (const count of inPortions((most) => retention.removeRuns(workspaceId, runs, most)))
        gone.runs += count;
    }
    if (checkpoints) {
      const remove = (most: number) => retention.removeCheckpoints(workspaceId, checkpoints, most);
      for await (const count of inPortions(remove)) gone.checkpoints += count;
    }
  } finally {
    if (gone.runs + gone.checkpoints > 0) {
      const before = { runs: runs?.toISOString(), checkpoints: checkpoints?.toISOString() };
      await audit.append({
        ...{ workspaceId, userId: null, requestId: null, action: 'retention' },
        subject: { runs: gone.runs, checkpoints: gone.checkpoints, before },
      });
    }
  }
  return gone;
}

function rethrow(error: unknown): never {
  throw error;
}

function limitsOf({ workspaceId, keptRunDays, keptCheckpointDays }: RetentionPolicy, now: Date) {
  const before = (days: number | null) =>
    days === null ? null : new Date(now.getTime() - days * DAY_MS);
  return { workspaceId, runs: before(keptRunDays), checkpoints: before(keptCheckpointDays) };
}

async function* inPortions(remove: (most: number) => Promise<number>): AsyncGenerator<number> {
  for (let portion = 0; portion < MOST_PORTIONS; portion += 1) {
    const gone = await remove(PORTION);
    if (gone === 0) return;
    yield gone;
  }
}
