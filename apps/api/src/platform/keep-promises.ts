import { routes } from '@graft/contracts';
import { BestKeeper } from '../runs/best-keeper';
import { fulfilWish } from '../runs/register-best';
import { startRun } from '../runs/start-run';
import { ScheduleClock } from '../schedules/schedule-clock';
import { WebhookSender } from '../webhooks/webhook-sender';
import type { Services } from './services';

/** What was promised for later: runs whose time comes, the best one of runs that have ended, and messages about them. */
export function keepPromises(services: Services): { close(): Promise<void> } {
  const { database, logger, webhookGuard: guard, webhookSecrets: secrets } = services;
  const { webhooks, schedules, bests } = database;
  const sender = new WebhookSender({ webhooks, secrets, guard, logger });
  const clock = new ScheduleClock({
    ...{ schedules, logger },
    start: async ({ workspaceId, pipelineId }, key) => {
      const source = routes.startRun.body.schema.parse({ pipelineId });
      return (await startRun(services, { workspaceId }, source, key)).runId;
    },
  });
  const keeper = new BestKeeper({
    ...{ bests, logger },
    fulfil: (due) => fulfilWish(services, due),
  });
  return {
    async close() {
      await Promise.all([sender.close(), clock.close(), keeper.close()]);
    },
  };
}
