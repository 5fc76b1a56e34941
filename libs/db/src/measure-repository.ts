import type { RunState } from '@graft/contracts';
import type { Client } from './prisma';
import { SILENCE_MS } from './worker-repository';

/** What an instance holds and does right now, over all workspaces. */
export interface Measures {
  /** Runs that have not ended. */
  runs: { state: RunState; count: number }[];
  /** Accepted runs whose turn has not come, and how long the oldest waits. */
  undispatched: { count: number; oldestSeconds: number };
  workers: { device: string; backend: string; count: number }[];
  blobs: { count: number; bytes: number };
}

/** Figures for those who watch an instance. */
export class MeasureRepository {
  constructor(private readonly client: Client) {}

  async take(): Promise<Measures> {
    const [runs, [undispatched], workers, [blobs]] = await Promise.all([
      this.client.$queryRaw<Measures['runs']>`
        SELECT "state"::text AS state, count(*)::int AS count FROM "Run"
        WHERE "state" IN ('waiting', 'running', 'paused', 'parked') GROUP BY "state"`,
      this.client.$queryRaw<Measures['undispatched'][]>`
        SELECT count(*)::int AS count,
          coalesce(extract(epoch FROM now() - min("createdAt")), 0)::float8 AS "oldestSeconds"
        FROM "Outbox" WHERE "dispatchedAt" IS NULL`,
      this.client.$queryRaw<Measures['workers']>`
        SELECT "device", "backend", count(*)::int AS count FROM "Worker"
        WHERE "seenAt" >= now() - ${SILENCE_MS} * interval '1 millisecond' GROUP BY 1, 2`,
      this.client.$queryRaw<Measures['blobs'][]>`
        SELECT count(*)::int AS count, coalesce(sum("bytes"), 0)::float8 AS bytes FROM "Blob"`,
    ]);
    return {
      ...{ runs, workers },
      undispatched: undispatched ?? { count: 0, oldestSeconds: 0 },
      blobs: blobs ?? { count: 0, bytes: 0 },
    };
  }
}
