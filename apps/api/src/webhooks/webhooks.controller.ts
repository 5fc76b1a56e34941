import { routes, type Routes, type WebhookEvent, type WebhookView } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { Controller, Inject } from '@nestjs/common';
import { deriveId } from '../platform/derive-id';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { reusedKey } from '../platform/reused-key';
import { SERVICES, type Services } from '../platform/services';

@Controller()
export class WebhooksController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listWebhooks)
  async list(
    @Input() { caller }: RouteInput<Routes['listWebhooks']>,
  ): Promise<RouteReply<Routes['listWebhooks']>> {
    const hooks = await this.services.database.webhooks.list(caller.workspaceId);
    return { webhooks: hooks.map(view) };
  }

  @Handle(routes.createWebhook)
  async create(
    @Input() { caller, body, idempotencyKey: key }: RouteInput<Routes['createWebhook']>,
  ): Promise<RouteReply<Routes['createWebhook']>> {
    const { database, webhookGuard, webhookSecrets } = this.services;
    webhookGuard.check(new URL(body.url));
    const { workspaceId } = caller;
    const made = await database.webhooks.add(workspaceId, {
      ...body,
      ...(key === null ? {} : { id: deriveId('webhook', workspaceId, key) }),
    });
    if (made.url !== body.url || made.events.join() !== body.events.join()) throw reusedKey();
    return { ...view(made), secret: webhookSecrets.of(made.id) };
  }

  @Handle(routes.deleteWebhook)
  async delete(@Input() { caller, params }: RouteInput<Routes['deleteWebhook']>): Promise<void> {
    const { webhooks } = this.services.database;
    if (!(await webhooks.remove(caller.workspaceId, params.webhookId))) throw unknownWebhook();
  }

  @Handle(routes.listDeliveries)
  async listDeliveries(
    @Input() { caller, params }: RouteInput<Routes['listDeliveries']>,
  ): Promise<RouteReply<Routes['listDeliveries']>> {
    const { webhooks } = this.services.database;
    const known = await webhooks.list(caller.workspaceId);
    if (!known.some(({ id }) => id === params.webhookId)) throw unknownWebhook();
    const rows = await webhooks.listDeliveries(caller.workspaceId, params.webhookId);
    return {
      deliveries: rows.map(({ id, event, deliveredAt, givenUpAt, createdAt, ...row }) => ({
        ...{ deliveryId: id, event: event as WebhookEvent },
        ...{ runId: row.runId, attempts: row.attempts, problem: row.problem },
        state: deliveredAt ? 'delivered' : givenUpAt ? 'given-up' : 'waiting',
        createdAt: createdAt.toISOString(),
      })),
    };
  }
}

function view(hook: { id: string; url: string; events: string[]; createdAt: Date }): WebhookView {
  const { id, url, events, createdAt } = hook;
  return {
    ...{ webhookId: id, url, events: events as WebhookEvent[] },
    createdAt: createdAt.toISOString(),
  };
}

function unknownWebhook(): UserError {
  return new UserError({
    status: 404,
    code: 'webhook.unknown',
    message: 'There is no such webhook in this workspace.',
  });
}
