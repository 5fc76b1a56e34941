import type { RunEventBody } from '@graft/contracts';
import type { CheckpointRef } from '@graft/plan';
import { insertBlobs } from './blob-repository';
import { insertEvents } from './events';
import type { Checkpoint } from './generated/client';
import type { Client, Queryable } from './prisma';
import { fencedError, lockHeldStep, type StepHold } from './step-hold';
import { mayRemove } from './upkeep-repository';

export interface NewCheckpoint extends CheckpointRef {
  key: string;
  bytes: number;
  threads: number;
}

/** Newest last committed checkpoint that counts, by key. */
export interface CheckpointView extends CheckpointRef {
  key: string;
  /** The run and step that made it. */
  runId: string;
  stepId: string;
  bytes: number;
  threads: number;
  createdAt: Date;
}

export class CheckpointRepository {
  constructor(private readonly client: Client) {}

  /** Checkpoints of a key that are not quarantined, newest first. */
  async list(workspaceId: string, key: string): Promise<CheckpointView[]> {
    const rows = await this.client.checkpoint.findMany({
      where: { workspaceId, key, quarantinedAt: null },
      orderBy: { seq: 'desc' },
    });
    return rows.map(view);
  }

  /** For the planner: the newest checkpoint of each of these keys that has one. */
  async listNewest(workspaceId: string, keys: readonly string[]): Promise<CheckpointView[]> {
    const rows = await this.client.checkpoint.findMany({
      where: { workspaceId, key: { in: [...keys] }, quarantinedAt: null },
      orderBy: [{ key: 'asc' }, { seq: 'desc' }],
      distinct: ['key'],
    });
    return rows.map(view);
  }

  /**
   * The commit point of a checkpoint. The blob must be durable before. The attempt must hold both
   * the step and the lease of the key. Repeating the call after a lost answer changes nothing.
   * @throws OperationalError `step.fenced`
   */
  async commit(hold: StepHold, checkpoint: NewCheckpoint): Promise<void> {
    await this.client.$transaction(async (tx) => {
      await lockHeldStep(tx, hold);
      await lockLease(tx, hold, checkpoint.key);
      if (await isCommitted(tx, hold, checkpoint)) return;
      await insertBlobs(tx, [checkpoint]);
      await tx.checkpoint.create({ data: toRow(hold, checkpoint) });
      await insertEvents(tx, hold, [toEvent(hold, checkpoint)]);
    });
  }

  /** Sets a checkpoint aside whose blob does not verify; nothing resumes from it any more. */
  async quarantine(workspaceId: string, key: string, seq: number): Promise<void> {
    await this.client.checkpoint.updateMany({
      where: { workspaceId, key, seq, quarantinedAt: null },
      data: { quarantinedAt: new Date() },
    });
  }

  /**
   * Drops all but the newest `keep` checkpoints of a key; none while a backup reads.
   * @returns digests of dropped checkpoints that no other checkpoint names: their blobs may go
   */
  async prune(workspaceId: string, key: string, keep: number): Promise<string[]> {
    return this.client.$transaction(async (tx) => {
      if (!(await mayRemove(tx))) return [];
      const dropped = await tx.$queryRaw<{ digest: string }[]>`
        DELETE FROM "Checkpoint" WHERE "workspaceId" = ${workspaceId}::uuid AND "key" = ${key}
          AND "seq" IN (SELECT "seq" FROM "Checkpoint"
            WHERE "workspaceId" = ${workspaceId}::uuid AND "key" = ${key}
            ORDER BY "seq" DESC OFFSET ${keep})
        RETURNING "digest"`;
      const digests = dropped.map((row) => row.digest);
      const rows = await tx.blob.findMany({
        where: { digest: { in: digests }, checkpoints: { none: {} }, shards: { none: {} } },
      });
      const orphans = rows.map((row) => row.digest);
      await tx.blob.deleteMany({ where: { digest: { in: orphans } } });
      return orphans;
    });
  }
}

async function lockLease(tx: Queryable, hold: StepHold, key: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Lease" WHERE "workspaceId" = ${hold.workspaceId}::uuid AND "key" = ${key}
      AND "runId" = ${hold.runId}::uuid AND "stepId" = ${hold.stepId} AND "fence" = ${hold.fence}
    FOR UPDATE`;
  if (rows.length === 0) throw fencedError(hold);
}

/** The same sequence number again: the answer to the first call was lost, or the place was quarantined. */
async function isCommitted(tx: Queryable, hold: StepHold, given: NewCheckpoint): Promise<boolean> {
  const id = { workspaceId: hold.workspaceId, key: given.key, seq: given.seq };
  const row = await tx.checkpoint.findUnique({ where: { workspaceId_key_seq: id } });
  if (!row) return false;
  if (row.quarantinedAt === null && row.digest === given.digest) return true;
  await tx.checkpoint.delete({ where: { workspaceId_key_seq: id } });
  return false;
}

function toRow(hold: StepHold, { bytes, ...place }: NewCheckpoint) {
  return { ...place, ...hold, bytes: BigInt(bytes) };
}

function toEvent(hold: StepHold, { seq, epoch, batch, digest }: NewCheckpoint): RunEventBody {
  return { type: 'checkpoint', stepId: hold.stepId, checkpoint: { seq, epoch, batch, digest } };
}

function view(row: Checkpoint): CheckpointView {
  const { key, runId, stepId, seq, epoch, batch, digest, threads, createdAt, bytes } = row;
  const place = { seq, epoch, batch, digest };
  return { ...place, key, runId, stepId, threads, createdAt, bytes: Number(bytes) };
}
