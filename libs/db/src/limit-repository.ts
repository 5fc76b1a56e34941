import { Gatherer } from './gatherer';
import type { Client } from './prisma';

/** What a workspace may use; null: as much as there is, or as the installation says. */
export interface WorkspaceLimits {
  /** Runs that are under way at the same time; the others wait. */
  readonly mostRuns: number | null;
  /** Hours on GPU workers in a month of the calendar, in UTC. */
  readonly mostGpuHours: number | null;
  /** Disk for all that the workspace names, in units of 10^9 bytes. */
  readonly mostDiskGigabytes: number | null;
  /** Days after their last use for which results that can be computed again are kept. */
  readonly keptDays: number | null;
  /** Days after their end for which runs are kept. */
  readonly keptRunDays: number | null;
  /** Days for which checkpoints of trainings that were given up are kept. */
  readonly keptCheckpointDays: number | null;
}

/** What a workspace uses now. */
export interface WorkspaceUse {
  readonly runs: number;
  /** Since the time that was asked for. */
  readonly gpuHours: number;
}

/** GPU hours are counted anew with each month of the calendar, in UTC. */
export function beginOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()));
}

const UNLIMITED: WorkspaceLimits = {
  ...{ mostRuns: null, mostGpuHours: null, mostDiskGigabytes: null },
  ...{ keptDays: null, keptRunDays: null, keptCheckpointDays: null },
};

function pickLimits(row: WorkspaceLimits): WorkspaceLimits {
  const { mostRuns, mostGpuHours, mostDiskGigabytes } = row;
  const { keptDays, keptRunDays, keptCheckpointDays } = row;
  return {
    ...{ mostRuns, mostGpuHours, mostDiskGigabytes },
    ...{ keptDays, keptRunDays, keptCheckpointDays },
  };
}

/** Limits of workspaces, and what is used of them. */
export class LimitRepository {
  /** Asked for with every run. */
  private readonly finding = new Gatherer((ids: readonly string[]) => this.findAll(ids));

  constructor(private readonly client: Client) {}

  async find(workspaceId: string): Promise<WorkspaceLimits> {
    return this.finding.ask(workspaceId);
  }

  /** The workspaces that keep results for some days only. */
  async listKeptDays(): Promise<{ workspaceId: string; keptDays: number }[]> {
    const rows = await this.client.workspaceLimit.findMany({ where: { keptDays: { not: null } } });
    return rows.flatMap(({ workspaceId, keptDays }) =>
      keptDays === null ? [] : [{ workspaceId, keptDays }],
    );
  }

  async set(workspaceId: string, asked: WorkspaceLimits): Promise<void> {
    const limits = pickLimits(asked);
    await this.client.workspaceLimit.upsert({
      where: { workspaceId },
      create: { workspaceId, ...limits },
      update: limits,
    });
  }

  /** Whether the workspace may still use a GPU in the month of `now`. */
  async hasGpuHours(workspaceId: string, now = new Date()): Promise<boolean> {
    const { mostGpuHours } = await this.find(workspaceId);
    if (mostGpuHours === null) return true;
    const { gpuHours } = await this.measure(workspaceId, beginOfMonth(now));
    return gpuHours < mostGpuHours;
  }

  /**
   * Runs under way count as the dispatcher counts them. A step counts while a GPU worker computes it: not while it is
   * paused, parked or waits. Of one that was begun before `since` no more counts than the time after that.
   */
  async measure(workspaceId: string, since: Date): Promise<WorkspaceUse> {
    const [row] = await this.client.$queryRaw<{ runs: number; gpuHours: number }[]>`
      SELECT
        (SELECT count(*)::int FROM "Run" run JOIN "Outbox" box ON box."runId" = run."id"
          WHERE run."workspaceId" = ${workspaceId}::uuid AND run."state" IN ('waiting', 'running')
            AND box."dispatchedAt" IS NOT NULL) AS runs,
        (SELECT coalesce(sum(least(
            step."busySeconds" + coalesce(extract(epoch FROM now() - step."busySince"), 0),
            extract(epoch FROM
              coalesce(step."finishedAt", now()) - greatest(step."startedAt", ${since}::timestamptz))
          )), 0)::float8 / 3600
          FROM "StepRun" step
          WHERE step."workspaceId" = ${workspaceId}::uuid
            AND split_part(step."queue", ':', 1) = 'graft-gpu' AND step."startedAt" IS NOT NULL
            AND coalesce(step."finishedAt", now()) > ${since}::timestamptz) AS "gpuHours"`;
    return row ?? { runs: 0, gpuHours: 0 };
  }

  private async findAll(ids: readonly string[]): Promise<WorkspaceLimits[]> {
    const rows = await this.client.workspaceLimit.findMany({
      where: { workspaceId: { in: [...new Set(ids)] } },
    });
    const limits = new Map(rows.map((row) => [row.workspaceId, pickLimits(row)]));
    return ids.map((id) => limits.get(id) ?? UNLIMITED);
  }
}
