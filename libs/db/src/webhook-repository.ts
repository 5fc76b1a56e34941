import type { RunError, RunState } from '@graft/contracts';
import type { Webhook, WebhookDelivery } from './generated/client';
import type { Client, Queryable } from './prisma';
import { v7 } from './uuid';

/** A message that is to be sent now, with what it tells of. */
export interface DueDelivery {
  id: string;
  webhookId: string;
  url: string;
  event: string;
  /** This one included. */
  attempts: number;
  createdAt: Date;
  runId: string;
  name: string | null;
  pipelineId: string | null;
  error: RunError | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** How long whoever has taken a message may take to send it, before another one sends it again. */
const CLAIM_SECONDS = 60;

/** Where workspaces want to hear of their runs, and what is on its way there. */
export class WebhookRepository {
  constructor(private readonly client: Client) {}

  /** Adds a webhook; under an id that is there already nothing is added, and that one is given back. */
  async add(
    workspaceId: string,
    hook: { id?: string; url: string; events: string[] },
  ): Promise<Webhook> {
    const { id = v7(), url, events } = hook;
    const data = { id, workspaceId, url, events };
    await this.client.webhook.createMany({ data: [data], skipDuplicates: true });
    const where = { workspaceId_id: { workspaceId, id } };
    return this.client.webhook.findUniqueOrThrow({ where });
  }

  async list(workspaceId: string): Promise<Webhook[]> {
    return this.client.webhook.findMany({ where: { workspaceId }, orderBy: { createdAt: 'asc' } });
  }

  /** What is on its way goes with it. @returns false when there is no such webhook */
  async remove(workspaceId: string, id: string): Promise<boolean> {
    return (await this.client.webhook.deleteMany({ where: { workspaceId, id } })).count > 0;
  }

  /** The newest messages to a webhook. */
  async listDeliveries(workspaceId: string, webhookId: string): Promise<WebhookDelivery[]> {
    return this.client.webhookDelivery.findMany({
      where: { workspaceId, webhookId },
      orderBy: { createdAt: 'desc' },
      take: 50,
    });
  }

  /** Takes messages that are due; nobody else gets them while they are being sent. */
  async claim(limit: number): Promise<DueDelivery[]> {
    return this.client.$queryRaw<DueDelivery[]>`
      WITH due AS (
        SELECT "id" FROM "WebhookDelivery"
        WHERE "deliveredAt" IS NULL AND "givenUpAt" IS NULL AND "nextAt" <= now()
        ORDER BY "nextAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED
      ), taken AS (
        UPDATE "WebhookDelivery" AS delivery SET "attempts" = delivery."attempts" + 1,
          "nextAt" = now() + ${CLAIM_SECONDS} * interval '1 second'
        FROM due WHERE delivery."id" = due."id" RETURNING delivery.*
      )
      SELECT taken."id", taken."webhookId", hook."url", taken."event", taken."attempts",
        taken."createdAt", taken."runId", version."graph"->>'name' AS name, version."pipelineId",
        run."error", run."startedAt", run."finishedAt"
      FROM taken JOIN "Webhook" AS hook ON hook."id" = taken."webhookId"
        JOIN "Run" AS run ON run."id" = taken."runId"
        JOIN "PipelineVersion" AS version ON version."id" = run."versionId"`;
  }

  async markDelivered(id: string): Promise<void> {
    await this.client.webhookDelivery.updateMany({
      where: { id },
      data: { deliveredAt: new Date(), problem: null },
    });
  }

  /** @param waitSeconds until it is tried again; null: never */
  async markFailed(id: string, problem: string, waitSeconds: number | null): Promise<void> {
    const now = Date.now();
    await this.client.webhookDelivery.updateMany({
      where: { id },
      data:
        waitSeconds === null
          ? { problem, givenUpAt: new Date(now) }
          : { problem, nextAt: new Date(now + waitSeconds * 1000) },
    });
  }
}

/** Lets the webhooks of a workspace hear of a run's new state: in the transaction that changes it. */
export async function announceRun(
  tx: Queryable,
  { workspaceId, runId }: { workspaceId: string; runId: string },
  state: RunState,
): Promise<void> {
  const event = `run.${state}`;
  await tx.$executeRaw`
    INSERT INTO "WebhookDelivery" ("workspaceId", "webhookId", "runId", "event")
    SELECT "workspaceId", "id", ${runId}::uuid, ${event} FROM "Webhook"
    WHERE "workspaceId" = ${workspaceId}::uuid AND ${event} = ANY("events")`;
}
