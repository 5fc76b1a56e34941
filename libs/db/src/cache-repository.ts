import type { JsonObject } from '@graft/graph';
import { stepOutputsSchema, type StepOutputs } from '@graft/plan';
import type { Client } from './prisma';

export interface CachedStep {
  key: string;
  outputs: StepOutputs;
  /** The run that computed it. */
  runId: string;
  /** When it had. */
  madeAt: Date;
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
    return rows.map(({ key, outputs, runId, createdAt }) => ({
      ...{ key, runId, madeAt: createdAt },
      outputs: stepOutputsSchema.parse(outputs),
    }));
  }

  /** What was noted of how a run computed a key; empty for what it took over without a note. */
  async findProvenance(workspaceId: string, runId: string, key: string): Promise<JsonObject> {
    const row = await this.client.stepRun.findFirst({
      where: { workspaceId, runId, key, state: { in: ['succeeded', 'reused'] } },
      select: { provenance: true },
    });
    return (row?.provenance ?? {}) as JsonObject;
  }

  /** Drops an entry whose blobs are gone: from now on it is a miss. */
  async forget(workspaceId: string, key: string): Promise<void> {
    await this.client.cacheEntry.deleteMany({ where: { workspaceId, key } });
  }
}
