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
const PORTION = 100;
/** Of one sweep: a first one after years goes on in the next hour. */
const MOST_PORTIONS = 200;

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
 */
export async function applyRetention(
  { retention, audit }: Rows,
  now = new Date(),
): Promise<Retained[]> {
  const all: Retained[] = [];
  for (const policy of await retention.listPolicies()) {
    const { workspaceId, runs, checkpoints } = limitsOf(policy, now);
    const gone: Retained = {
      workspaceId,
      runs: runs ? await inPortions((most) => retention.removeRuns(workspaceId, runs, most)) : 0,
      checkpoints: checkpoints
        ? await inPortions((most) => retention.removeCheckpoints(workspaceId, checkpoints, most))
        : 0,
    };
    if (gone.runs + gone.checkpoints > 0) {
      const before = { runs: runs?.toISOString(), checkpoints: checkpoints?.toISOString() };
      await audit.append({
        ...{ workspaceId, userId: null, requestId: null, action: 'retention' },
        subject: { runs: gone.runs, checkpoints: gone.checkpoints, before },
      });
    }
    all.push(gone);
  }
  return all;
}

function limitsOf({ workspaceId, keptRunDays, keptCheckpointDays }: RetentionPolicy, now: Date) {
  const before = (days: number | null) =>
    days === null ? null : new Date(now.getTime() - days * DAY_MS);
  return { workspaceId, runs: before(keptRunDays), checkpoints: before(keptCheckpointDays) };
}

async function inPortions(remove: (most: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (let portion = 0; portion < MOST_PORTIONS; portion += 1) {
    const gone = await remove(PORTION);
    total += gone;
    if (gone === 0) break;
  }
  return total;
}
