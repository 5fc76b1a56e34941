import { createHash } from 'node:crypto';
import { canonicalise } from '@graft/graph';
import { isConflict } from './database-error';
import { Gatherer } from './gatherer';
import type { AuditEntry } from './generated/client';
import { toJson, type Client } from './prisma';

const BEFORE_THE_FIRST = '0'.repeat(64);
const PAGE = 1000;

export interface AuditRecord {
  workspaceId: string | null;
  userId: string | null;
  action: string;
  /** Ids and names; never a secret or a content. */
  subject: Readonly<Record<string, unknown>>;
  requestId: string | null;
}

type AskedRecord = AuditRecord & { at: Date };

/** The chain of entries: whole, or where it is broken first. */
export type AuditVerdict =
  { state: 'whole'; entries: number } | { state: 'broken'; seq: number; reason: string };

/** A log that is only added to. Each entry holds the digest of the one before it. */
export class AuditRepository {
  /** The chain is one for all, so what many did at the same time is written together. */
  private readonly appending = new Gatherer((asked: readonly AskedRecord[]) =>
    this.appendAll(asked),
  );

  private newest: ChainEnd | null = null;

  constructor(private readonly client: Client) {}

  /** Resolves when the entry is there for good. */
  async append(record: AuditRecord): Promise<void> {
    await this.appending.ask({ ...record, at: new Date() });
  }

  /** Entries of a workspace, newest first, before the number `before`. */
  async list(
    workspaceId: string,
    page: { limit: number; before?: number | undefined },
  ): Promise<AuditEntry[]> {
    const { limit, before } = page;
    return this.client.auditEntry.findMany({
      where: { workspaceId, ...(before === undefined ? {} : { seq: { lt: BigInt(before) } }) },
      orderBy: { seq: 'desc' },
      take: limit,
    });
  }

  /** Recomputes the whole chain and names the first entry that was changed, removed or put in. */
  async verify(): Promise<AuditVerdict> {
    let [previous, seq] = [BEFORE_THE_FIRST, 0n];
    for (;;) {
      const page = await this.client.auditEntry.findMany({
        where: { seq: { gt: seq } },
        orderBy: { seq: 'asc' },
        take: PAGE,
      });
      for (const entry of page) {
        const reason = findFault(entry, seq, previous);
        if (reason !== null) return { state: 'broken', seq: Number(seq) + 1, reason };
        [previous, seq] = [entry.digest, entry.seq];
      }
      if (page.length < PAGE) return { state: 'whole', entries: Number(seq) };
    }
  }

  /**
   * Goes on from the entry that this process wrote last. Where that is not the newest one any more nothing is written:
   * then the newest is looked up, and nobody else writes meanwhile.
   */
  private async appendAll(asked: readonly AskedRecord[]): Promise<bigint[]> {
    const { newest } = this;
    this.newest = null;
    const entries =
      (newest && (await this.tryAfter(newest, asked))) ?? (await this.appendLocked(asked));
    this.newest = entries.at(-1) ?? null;
    return entries.map(({ seq }) => seq);
  }

  private async tryAfter(newest: ChainEnd, asked: readonly AskedRecord[]) {
    const entries = chain(asked, newest);
    const rows = entries.map((entry) => ({ ...entry, seq: String(entry.seq) }));
    try {
      const written = await this.client.$executeRaw`
        INSERT INTO "AuditEntry" ("seq", "workspaceId", "userId", "action", "subject", "requestId",
                                  "at", "previous", "digest")
        SELECT given."seq", given."workspaceId", given."userId", given."action", given."subject",
               given."requestId", given."at", given."previous", given."digest"
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS given("seq" bigint, "workspaceId" uuid, "userId" uuid, "action" text, "subject" jsonb,
                   "requestId" text, "at" timestamptz, "previous" text, "digest" text)
        WHERE EXISTS (SELECT FROM "AuditEntry" last
          WHERE last."seq" = ${newest.seq} AND last."digest" = ${newest.digest})`;
      return written === 0 ? null : entries;
    } catch (error) {
      // Its number is taken.
      if (isConflict(error)) return null;
      throw error;
    }
  }

  private async appendLocked(asked: readonly AskedRecord[]) {
    return this.client.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE "AuditEntry" IN SHARE ROW EXCLUSIVE MODE`;
      const last = await tx.auditEntry.findFirst({
        orderBy: { seq: 'desc' },
        select: { seq: true, digest: true },
      });
      const entries = chain(asked, last ?? { seq: 0n, digest: BEFORE_THE_FIRST });
      await tx.auditEntry.createMany({ data: entries });
      return entries;
    });
  }
}

type ChainEnd = Pick<AuditEntry, 'seq' | 'digest'>;

/** Numbers records and binds each to the one before it. */
function chain(asked: readonly AskedRecord[], last: ChainEnd) {
  let { seq, digest } = last;
  return asked.map((record) => {
    seq += 1n;
    const entry = { seq, ...record, subject: toJson(record.subject), previous: digest };
    digest = digestOf(entry);
    return { ...entry, digest };
  });
}

function findFault(entry: AuditEntry, lastSeq: bigint, previous: string): string | null {
  if (entry.seq !== lastSeq + 1n) return 'an entry is missing';
  if (entry.previous !== previous) return 'it does not follow the entry before it';
  return entry.digest === digestOf(entry) ? null : 'it was changed';
}

function digestOf(entry: Omit<AuditEntry, 'digest' | 'subject'> & { subject: unknown }): string {
  const { seq, workspaceId, userId, action, subject, requestId, at, previous } = entry;
  const text = canonicalise({
    ...{ seq: String(seq), workspaceId, userId, action, requestId, previous },
    subject: subject as never,
    at: at.toISOString(),
  });
  return createHash('sha256').update(text).digest('hex');
}
