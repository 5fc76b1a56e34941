import { routes, type Routes } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { Controller, Inject } from '@nestjs/common';
import { requireAdmin } from '../accounts/require-admin';
import { Handle, Input, type RouteInput, type RouteReply } from './handle';
import { SERVICES, type Services } from './services';

@Controller()
export class WorkersController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listWorkers)
  async list(
    @Input() { caller }: RouteInput<Routes['listWorkers']>,
  ): Promise<RouteReply<Routes['listWorkers']>> {
    const workers = await this.services.database.workers.list();
    return {
      workers: workers.map(({ id, startedAt, seenAt, steps, ...worker }) => ({
        ...{ ...worker, workerId: id, running: steps.length },
        startedAt: startedAt.toISOString(),
        seenAt: seenAt.toISOString(),
        steps: steps.flatMap(({ workspaceId, ...step }) =>
          workspaceId === caller.workspaceId ? [step] : [],
        ),
      })),
    };
  }

  @Handle(routes.drainWorker)
  async drain(@Input() { caller, params }: RouteInput<Routes['drainWorker']>): Promise<void> {
    const { database } = this.services;
    await requireAdmin(database.accounts, caller, 'Only an administrator may drain workers.');
    if (await database.workers.drain(params.workerId)) return;
    throw new UserError({
      status: 404,
      code: 'worker.unknown',
      message: 'There is no such worker: it may have stopped already.',
    });
  }
}
