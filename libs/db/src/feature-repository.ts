import { insertBlobs } from './blob-repository';
import type { Client } from './prisma';

export interface FeatureShardRow {
  digest: string;
  examples: number;
}

/** Which blobs hold rows of the feature cache. Rows are facts: every attempt may add them. */
export class FeatureRepository {
  constructor(private readonly client: Client) {}

  /** Shards of a row key, oldest first. */
  async list(workspaceId: string, rowKey: string): Promise<FeatureShardRow[]> {
    return this.client.featureShard.findMany({
      where: { workspaceId, rowKey },
      orderBy: [{ createdAt: 'asc' }, { digest: 'asc' }],
      select: { digest: true, examples: true },
    });
  }

  /** Records a shard whose blob is durable; the same shard twice is one. */
  async add(
    workspaceId: string,
    rowKey: string,
    shard: FeatureShardRow & { bytes: number },
  ): Promise<void> {
    const { digest, bytes, examples } = shard;
    await this.client.$transaction(async (tx) => {
      await insertBlobs(tx, [{ digest, bytes }]);
      await tx.featureShard.createMany({
        data: [{ workspaceId, rowKey, digest, examples }],
        skipDuplicates: true,
      });
    });
  }

  /** Drops shards whose blobs are gone: their rows will be computed again. */
  async forget(workspaceId: string, rowKey: string, digests: readonly string[]): Promise<void> {
    await this.client.featureShard.deleteMany({
      where: { workspaceId, rowKey, digest: { in: [...digests] } },
    });
  }
}
