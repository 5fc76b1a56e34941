import { stepOutputsSchema, type StepOutputs } from '@graft/plan';
import { Prisma } from './generated/client';
import type { Client, Queryable } from './prisma';

/** Backups hold it, removals ask for it: while a backup reads, nothing is removed. */
export const REMOVAL_LOCK = 72_707_370;

/** A blob that a row names. */
export interface NamedBlob {
  digest: string;
  /** Which row: for a person. */
  by: string;
  /** False for a result of an ended run that the cache has let go: it may be gone. */
  needed: boolean;
}

export interface CacheItem {
  workspaceId: string;
  /** Key of a step, or row key of a shard of features. */
  key: string;
  kind: string;
  digests: string[];
  usedAt: Date;
  /** Part of a run that has not ended. */
  inUse: boolean;
}

/** What the rows of a workspace name. */
export interface WorkspaceBlobs {
  /** Results that can be computed again, and checkpoints. */
  results: string[];
  /** Documents that name further blobs: manifests of data sets, specs of models. */
  documents: string[];
}

/** Questions over all workspaces: for fsck, garbage collection and the cache's limit. */
export class UpkeepRepository {
  constructor(private readonly client: Client) {}

  /** Every blob that was made durable and not removed since, with its size. */
  async listBlobs(): Promise<{ digest: string; bytes: number }[]> {
    const rows = await this.client.blob.findMany({ select: { digest: true, bytes: true } });
    return rows.map(({ digest, bytes }) => ({ digest, bytes: Number(bytes) }));
  }

  /** Blobs that the rows of one workspace name; some may be gone. */
  async listOfWorkspace(workspaceId: string): Promise<WorkspaceBlobs> {
    const rows = await this.client.$queryRaw<{ digest: string; document: boolean }[]>`
      SELECT "digest", false AS document FROM "Checkpoint" WHERE "workspaceId" = ${workspaceId}::uuid
      UNION SELECT "digest", false FROM "FeatureShard" WHERE "workspaceId" = ${workspaceId}::uuid
      UNION SELECT named.digest, false FROM "CacheEntry", LATERAL (${outputNames()}) AS named
        WHERE "workspaceId" = ${workspaceId}::uuid
      UNION SELECT named.digest, false FROM "StepRun", LATERAL (${outputNames()}) AS named
        WHERE "workspaceId" = ${workspaceId}::uuid AND "outputs" IS NOT NULL
      UNION SELECT "digest", true FROM "DatasetVersion" WHERE "workspaceId" = ${workspaceId}::uuid
      UNION SELECT "digest", true FROM "ModelVersion" WHERE "workspaceId" = ${workspaceId}::uuid
      UNION SELECT "digest", true FROM "ImportedBase" WHERE "workspaceId" = ${workspaceId}::uuid`;
    const pick = (wanted: boolean) =>
      rows.flatMap(({ digest, document }) => (document === wanted ? [digest] : []));
    return { results: pick(false), documents: pick(true) };
  }

  /** Bytes of those of these blobs that are there, each counted once. */
  async sumBytes(digests: readonly string[]): Promise<number> {
    const { _sum } = await this.client.blob.aggregate({
      where: { digest: { in: [...new Set(digests)] } },
      _sum: { bytes: true },
    });
    return Number(_sum.bytes ?? 0);
  }

  /** Blobs that rows name, in the columns and documents that hold such names. */
  async listNamed(): Promise<NamedBlob[]> {
    return this.client.$queryRaw<NamedBlob[]>`
      SELECT "digest", 'checkpoint ' || "seq" || ' of ' || left("key", 12) AS by, true AS needed
        FROM "Checkpoint" WHERE "quarantinedAt" IS NULL
      UNION SELECT "digest", 'features ' || left("rowKey", 12), true FROM "FeatureShard"
      UNION SELECT "digest", 'data set version ' || "id", true FROM "DatasetVersion"
      UNION SELECT "digest", 'model version ' || "id", true FROM "ModelVersion"
      UNION SELECT named.digest, 'cached step ' || left("key", 12), true
        FROM "CacheEntry", LATERAL (${outputNames()}) AS named
      UNION SELECT named.digest, 'step ' || "stepId" || ' of run ' || "runId",
          "runId" IN (SELECT "id" FROM "Run" WHERE "finishedAt" IS NULL)
          OR EXISTS (SELECT FROM "CacheEntry" AS kept
               WHERE kept."workspaceId" = "StepRun"."workspaceId" AND kept."key" = "StepRun"."key")
        FROM "StepRun", LATERAL (${outputNames()}) AS named WHERE "outputs" IS NOT NULL`;
  }

  /**
   * All that looks like a sha256 in any row of any table, so that a table made tomorrow counts too. History and
   * the ledger of blobs itself do not; results of ended runs only with `withResults`.
   */
  async listReferences({ withResults }: { withResults: boolean }): Promise<Set<string>> {
    return findReferences(this.client, withResults);
  }

  /** Steps and shards that may be computed again, least lately used first. */
  async listCache(): Promise<CacheItem[]> {
    const active = await this.findActiveKeys();
    const steps = await this.client.cacheEntry.findMany({ orderBy: { usedAt: 'asc' } });
    const shards = await this.client.featureShard.findMany({ orderBy: { createdAt: 'asc' } });
    const items = [
      ...steps.map(({ workspaceId, key, kind, outputs, usedAt }) => ({
        ...{ workspaceId, key, kind, usedAt },
        digests: listDigests(stepOutputsSchema.parse(outputs)),
      })),
      ...shards.map(({ workspaceId, rowKey, digest, createdAt }) => ({
        ...{ workspaceId, key: rowKey, kind: 'features', usedAt: createdAt },
        digests: [digest],
      })),
    ];
    return items
      .map((item) => ({ ...item, inUse: active.has(item.key) }))
      .sort((left, right) => left.usedAt.getTime() - right.usedAt.getTime());
  }

  /**
   * Takes an item out of the cache, and its blobs out of the ledger unless something needs them. A run that reuses
   * the item at this moment holds its row: then it waits, sees that run, and keeps the blobs.
   * @returns digests whose files may go
   */
  async evict(item: CacheItem): Promise<string[]> {
    return this.client.$transaction(async (tx) => {
      if (!(await mayRemove(tx))) return [];
      const { workspaceId, key, kind } = item;
      if (kind === 'features') {
        await tx.featureShard.deleteMany({
          where: { workspaceId, rowKey: key, digest: { in: item.digests } },
        });
      } else await tx.cacheEntry.deleteMany({ where: { workspaceId, key } });
      const needed = await findReferences(tx, false);
      const free = item.digests.filter((digest) => !needed.has(digest));
      await tx.blob.deleteMany({ where: { digest: { in: free } } });
      return free;
    });
  }

  /** Takes blobs that nothing names out of the ledger. @returns those that are out of it now */
  async forgetBlobs(digests: readonly string[]): Promise<string[]> {
    return this.client.$transaction(async (tx) => {
      if (!(await mayRemove(tx))) return [];
      const needed = await findReferences(tx, true);
      const free = digests.filter((digest) => !needed.has(digest));
      await tx.blob.deleteMany({ where: { digest: { in: free } } });
      return free;
    });
  }

  /** Drops checkpoints that outputs have superseded: their step has ended and nobody computes it again. */
  async dropSuperseded(): Promise<number> {
    return this.client.$executeRaw`
      DELETE FROM "Checkpoint" AS old USING "CacheEntry" AS entry
      WHERE entry."workspaceId" = old."workspaceId" AND entry."key" = old."key"
        AND NOT EXISTS (SELECT FROM "Lease" AS lease WHERE lease."workspaceId" = old."workspaceId"
          AND lease."key" = old."key" AND lease."expiresAt" > now())`;
  }

  /** Lets go of what names blobs that are gone: cached steps, features, checkpoints. They are computed again. */
  async forgetLost(digests: readonly string[]): Promise<void> {
    const lost = new Set(digests);
    for (const item of await this.listCache()) {
      if (item.digests.some((digest) => lost.has(digest))) await this.evict(item);
    }
    await this.client.checkpoint.deleteMany({ where: { digest: { in: [...lost] } } });
    await this.forgetBlobs([...lost]);
  }

  private async findActiveKeys(): Promise<Set<string>> {
    const rows = await this.client.$queryRaw<{ key: string }[]>`
      SELECT unnest(ARRAY[step->>'key', step->>'rowKey']) AS key FROM "Run" AS run
      JOIN "Plan" AS plan ON plan."workspaceId" = run."workspaceId" AND plan."digest" = run."planDigest",
        LATERAL jsonb_array_elements(plan."body"->'steps') AS step
      WHERE run."finishedAt" IS NULL`;
    return new Set(rows.map(({ key }) => key));
  }
}

/** False while a backup reads. */
export async function mayRemove(tx: Queryable): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ free: boolean }[]>`
    SELECT pg_try_advisory_xact_lock_shared(${REMOVAL_LOCK}) AS free`;
  return row?.free === true;
}

/** Digests of the artifacts in a column `outputs`, and of the blobs that belong to them. */
function outputNames() {
  return Prisma.sql`
    SELECT artifact.value->>'digest' AS digest FROM jsonb_each("outputs"->'artifacts') AS artifact
    UNION SELECT part.value FROM jsonb_each("outputs"->'artifacts') AS artifact,
      jsonb_array_elements_text(coalesce(artifact.value->'parts', '[]')) AS part`;
}

function listDigests({ artifacts }: StepOutputs): string[] {
  return Object.values(artifacts).flatMap(({ digest, parts }) => [digest, ...(parts ?? [])]);
}

/** Tables whose digests keep no blob alive. */
const SILENT = ['Blob', 'RunEvent', '_prisma_migrations'];
const DIGEST = '[0-9a-f]{64}';

async function findReferences(on: Queryable, withResults: boolean): Promise<Set<string>> {
  const tables = await on.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  const found = new Set<string>();
  for (const { name } of tables) {
    if (SILENT.includes(name)) continue;
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const rows = await on.$queryRawUnsafe<{ digest: string }[]>(
      `SELECT DISTINCT hit[1] AS digest FROM ${quoted} AS row,
         LATERAL regexp_matches(row::text, '${DIGEST}', 'g') AS hit
       ${!withResults && name === 'StepRun' ? RESULTS_THAT_COUNT : ''}`,
    );
    for (const { digest } of rows) found.add(digest);
  }
  return found;
}

/** Of runs that go on, and of steps that registered a model: those name the model's weights. */
const RESULTS_THAT_COUNT = `WHERE EXISTS (SELECT FROM "Run" AS run
    WHERE run."id" = row."runId" AND run."finishedAt" IS NULL)
  OR EXISTS (SELECT FROM "ModelVersion" AS version
    WHERE version."runId" = row."runId" AND version."stepId" = row."stepId")`;
