import { toJson, type Client } from './prisma';

/** A request that says which one it is. */
export interface KeyedRequest {
  readonly workspaceId: string;
  /** Operation id. */
  readonly route: string;
  readonly key: string;
  /** sha256 of everything that the request says. */
  readonly requestDigest: string;
}

/** What is known of a request before it is answered. */
export type ReplyClaim =
  | { readonly state: 'new' }
  | { readonly state: 'replied'; readonly reply: unknown }
  /** The first one is still being answered. */
  | { readonly state: 'busy' }
  /** The key belongs to a request that said something else. */
  | { readonly state: 'other' };

/** Whoever has claimed a request and has not answered for so long is gone. */
const CLAIM_MINUTES = 15;

/** Replies to requests with an Idempotency-Key. */
export class ReplyRepository {
  constructor(private readonly client: Client) {}

  /** Claims a request for answering it now: of many at once exactly one gets `new`. */
  async claim({ workspaceId, route, key, requestDigest }: KeyedRequest): Promise<ReplyClaim> {
    const claimed = await this.client.$executeRaw`
      INSERT INTO "IdempotentReply" AS known ("workspaceId", "route", "key", "requestDigest")
      VALUES (${workspaceId}::uuid, ${route}, ${key}, ${requestDigest})
      ON CONFLICT ("workspaceId", "route", "key") DO UPDATE SET "claimedAt" = now()
        WHERE known."reply" IS NULL AND known."requestDigest" = ${requestDigest}
          AND known."claimedAt" < now() - ${CLAIM_MINUTES} * interval '1 minute'`;
    if (claimed > 0) return { state: 'new' };
    const where = { workspaceId_route_key: { workspaceId, route, key } };
    const known = await this.client.idempotentReply.findUnique({ where });
    if (known === null) return { state: 'busy' };
    if (known.requestDigest !== requestDigest) return { state: 'other' };
    return known.reply === null ? { state: 'busy' } : { state: 'replied', reply: known.reply };
  }

  async keep({ workspaceId, route, key }: KeyedRequest, reply: unknown): Promise<void> {
    await this.client.idempotentReply.updateMany({
      where: { workspaceId, route, key },
      data: { reply: toJson(reply) },
    });
  }

  /** A refusal changed nothing, so it is not kept: the key is free again. */
  async release({ workspaceId, route, key }: KeyedRequest): Promise<void> {
    await this.client.$executeRaw`
      DELETE FROM "IdempotentReply" WHERE "workspaceId" = ${workspaceId}::uuid
        AND "route" = ${route} AND "key" = ${key} AND "reply" IS NULL`;
  }

  /** @returns how many were forgotten */
  async forget(before: Date): Promise<number> {
    const where = { claimedAt: { lt: before } };
    return (await this.client.idempotentReply.deleteMany({ where })).count;
  }
}
