import { isTerminal, routes, type QueueEntry, type Routes } from '@graft/contracts';
import { Controller, Inject } from '@nestjs/common';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { nameWorker } from './explain-waiting';

@Controller()
export class QueueController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listQueue)
  async list(
    @Input() { caller }: RouteInput<Routes['listQueue']>,
  ): Promise<RouteReply<Routes['listQueue']>> {
    const { queue } = this.services.database;
    const [runs, steps, connected] = await Promise.all([
      queue.listRuns(caller.workspaceId),
      queue.listSteps(caller.workspaceId),
      this.services.workers.glance(),
    ]);
    const waiting = runs.map(({ since, ...run }): QueueEntry => ({
      ...{ ...run, stepId: null, kind: null, since: since.toISOString() },
      waitsFor: 'Waiting for its turn',
    }));
    const ready = steps.map(({ queue: name, since, ...step }): QueueEntry => ({
      ...{ ...step, since: since.toISOString() },
      waitsFor: nameWorker(name, connected),
    }));
    return { entries: [...ready, ...waiting] };
  }

  /** Stored first: should Temporal not hear of it, the reconciler tells it again. */
  @Handle(routes.setRunPriority)
  async setPriority(
    @Input() { caller, params, body }: RouteInput<Routes['setRunPriority']>,
  ): Promise<RouteReply<Routes['setRunPriority']>> {
    const { database, workflows, logger } = this.services;
    const run = { workspaceId: caller.workspaceId, runId: params.runId };
    const stored = await database.queue.setPriority(run.workspaceId, run.runId, body.priority);
    if (!isTerminal(stored.state)) {
      await workflows.tellPriority(run, stored.priority).catch((error: unknown) => {
        logger.warn({ err: error, runId: run.runId }, 'a workflow could not be told its priority');
      });
    }
    return { runId: run.runId, status: stored.state, priority: stored.priority };
  }
}
