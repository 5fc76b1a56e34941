import { stepOutputsSchema, type StepOutputs } from '@graft/plan';
import type { Client } from './prisma';

export interface CachedStep {
  key: string;
  outputs: StepOutputs;
  /** The run that computed it. */
  runId: string;
}

/** Outputs by cache key. Entries are made by committing a step and never changed. */
export class CacheRepository {
  constructor(private readonly client: Client) {}

  async find(workspaceId: string, key: string): Promise<CachedStep | null> {
    const [found] = await this.findMany(workspaceId, [key]);
    return found ?? null;
  }

  /** For the planner: what of these keys is there. Whether the blobs still exist is another question. */
  async findMany(workspaceId: string, keys: readonly string[]): Promise<CachedStep[]> {
    const rows = await this.client.cacheEntry.findMany({
      where: { workspaceId, key: { in: [...keys] } },
    });
    return rows.map(({ key, outputs, runId }) => ({
      key,
      runId,
      outputs: stepOutputsSchema.parse(outputs),
    }));
  }

  /** Entries by the time they were last used, longest ago first. */
  async listOldest(workspaceId: string): Promise<CachedStep[]> {
    const rows = await this.client.cacheEntry.findMany({
      where: { workspaceId },
      orderBy: { usedAt: 'asc' },
    });
    return rows.map(({ key, outputs, runId }) => ({
      key,
      runId,
      outputs: stepOutputsSchema.parse(outputs),
    }));
  }

  /** Outputs whose blobs must stay: of runs that have not ended, and of registered models. */
  async listNeeded(workspaceId: string): Promise<StepOutputs[]> {
    const rows = await this.client.$queryRaw<{ outputs: unknown }[]>`
      SELECT step."outputs" FROM "StepRun" step JOIN "Run" run ON run."id" = step."runId"
      WHERE step."workspaceId" = ${workspaceId}::uuid AND step."outputs" IS NOT NULL
        AND (run."finishedAt" IS NULL OR EXISTS (SELECT 1 FROM "ModelVersion" made
          WHERE made."runId" = step."runId" AND made."stepId" = step."stepId"))`;
    return rows.map(({ outputs }) => stepOutputsSchema.parse(outputs));
  }

  /** Drops an entry whose blobs are gone: from now on it is a miss. */
  async forget(workspaceId: string, key: string): Promise<void> {
    await this.client.cacheEntry.deleteMany({ where: { workspaceId, key } });
  }
}
