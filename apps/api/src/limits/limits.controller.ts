import { routes, type Routes, type WorkspaceUseView } from '@graft/contracts';
import { beginOfMonth } from '@graft/db';
import { Controller, Inject } from '@nestjs/common';
import { requireAdmin } from '../accounts/require-admin';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';

const ADMINS_ONLY = 'Only an administrator who is logged in says what a workspace may use.';

@Controller()
export class LimitsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.getLimits)
  get(@Input() { caller }: RouteInput<Routes['getLimits']>): Promise<WorkspaceUseView> {
    return this.view(caller.workspaceId);
  }

  @Handle(routes.setLimits)
  async set(
    @Input() { caller, body }: RouteInput<Routes['setLimits']>,
  ): Promise<RouteReply<Routes['setLimits']>> {
    const { accounts, limits } = this.services.database;
    await requireAdmin(accounts, caller, ADMINS_ONLY);
    await limits.set(caller.workspaceId, body);
    this.services.dispatcher.poke();
    return this.view(caller.workspaceId);
  }

  private async view(workspaceId: string): Promise<WorkspaceUseView> {
    const { database, disk } = this.services;
    const { limits } = database;
    const since = beginOfMonth(new Date());
    const [allowed, used, kept] = await Promise.all([
      limits.find(workspaceId),
      limits.measure(workspaceId, since),
      disk.measure(workspaceId),
    ]);
    return { limits: { ...allowed }, ...used, ...kept, since: since.toISOString() };
  }
}
