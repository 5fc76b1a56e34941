import { webhookMessageSchema } from '@graft/contracts';
import type { Database, DueDelivery } from '@graft/db';
import type { Logger } from 'pino';
import { lookEvery } from '../platform/look-every';
import type { AddressGuard } from './public-address';
import { sendMessage } from './send-message';
import type { WebhookSecrets } from './webhook-secrets';

const LOOK_MS = 2_000;
const AT_ONCE = 10;
/** Seconds between attempts: about 17 hours in all. */
const WAITS = [5, 30, 120, 600, 3600, 4 * 3600, 12 * 3600];

export interface SenderParts {
  webhooks: Pick<Database['webhooks'], 'claim' | 'markDelivered' | 'markFailed'>;
  secrets: Pick<WebhookSecrets, 'sign'>;
  guard: AddressGuard;
  logger: Logger;
}

/**
 * Sends what webhooks are to hear, at least once, by the rows: a process that dies in between leaves them for the
 * next one. A receiver tells repetitions by the header `webhook-id`.
 */
export class WebhookSender {
  readonly #looking: { close(): Promise<void> };

  constructor(
    private readonly parts: SenderParts,
    lookMs = LOOK_MS,
  ) {
    this.#looking = lookEvery(lookMs, () => this.#sendDue());
  }

  close(): Promise<void> {
    return this.#looking.close();
  }

  async #sendDue(): Promise<void> {
    const { webhooks, logger } = this.parts;
    try {
      const due = await webhooks.claim(AT_ONCE);
      await Promise.all(due.map((delivery) => this.#send(delivery)));
    } catch (error) {
      logger.warn({ err: error }, 'webhooks wait: the database did not say what is to be sent');
    }
  }

  async #send(delivery: DueDelivery): Promise<void> {
    const { webhooks, guard, secrets, logger } = this.parts;
    const { id, webhookId, url, attempts, runId } = delivery;
    const body = JSON.stringify(describeRun(delivery));
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Graft',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': secrets.sign(webhookId, { id, timestamp, body }),
    };
    const problem = await sendMessage({ url, headers, body }, guard).then(
      (status) => (status >= 200 && status < 300 ? null : `it answered ${String(status)}`),
      (error: Error) => error.message.slice(0, 500),
    );
    if (problem === null) return webhooks.markDelivered(id);
    logger.info({ webhookId, runId, attempts, problem }, 'a webhook did not take its message');
    await webhooks.markFailed(id, problem, WAITS[attempts - 1] ?? null);
  }
}

function describeRun(delivery: DueDelivery): unknown {
  const { event, createdAt, runId, name, pipelineId, error, startedAt, finishedAt } = delivery;
  return webhookMessageSchema.parse({
    type: event,
    timestamp: createdAt.toISOString(),
    data: {
      ...{ runId, name, pipelineId },
      error: error && { code: error.code, message: error.message },
      startedAt: startedAt?.toISOString() ?? null,
      finishedAt: finishedAt?.toISOString() ?? null,
    },
  });
}
