import { routes } from '@graft/contracts';
import { startRun } from '../runs/start-run';
import { ScheduleClock } from '../schedules/schedule-clock';
import { WebhookSender } from '../webhooks/webhook-sender';
import type { Services } from './services';

/** What was promised for later: runs whose time comes, and messages about runs that have ended. */
export function keepPromises(services: Services): { close(): Promise<void> } {
  const { database, logger, webhookGuard: guard, webhookSecrets: secrets } = services;
  const { webhooks, schedules } = database;
  const sender = new WebhookSender({ webhooks, secrets, guard, logger });
  const clock = new ScheduleClock({
    ...{ schedules, logger },
    start: async ({ workspaceId, pipelineId }, key) => {
      const source = routes.startRun.body.schema.parse({ pipelineId });
      return (await startRun(services, { workspaceId }, source, key)).runId;
    },
  });
  return {
    async close() {
      await Promise.all([sender.close(), clock.close()]);
    },
  };
}
