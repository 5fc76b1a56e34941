import { routes, type MemberView, type Routes } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { Controller, Inject } from '@nestjs/common';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { requireAdmin } from './require-admin';

/** Workspaces, who may work in them, and the log of what was done. */
@Controller()
export class MembersController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listMembers)
  async list(
    @Input() { caller }: RouteInput<Routes['listMembers']>,
  ): Promise<RouteReply<Routes['listMembers']>> {
    return { members: await this.accounts.listMembers(caller.workspaceId) };
  }

  @Handle(routes.addMember)
  async add(
    @Input() { caller, body }: RouteInput<Routes['addMember']>,
  ): Promise<RouteReply<Routes['addMember']>> {
    const { name, role, password, admin } = body;
    const { workspaceId } = caller;
    if (password === undefined) return this.addKnown(workspaceId, name, role);
    await requireAdmin(this.accounts, caller, 'Only an administrator may make accounts.');
    const passwordHash = await this.services.passwords.hash(password);
    return this.accounts.createUser(workspaceId, { name, passwordHash, admin, role });
  }

  @Handle(routes.changeMember)
  async change(
    @Input() { caller, params, body }: RouteInput<Routes['changeMember']>,
  ): Promise<RouteReply<Routes['changeMember']>> {
    await this.accounts.changeRole(caller.workspaceId, params.userId, body.role);
    return this.find(caller.workspaceId, params.userId);
  }

  @Handle(routes.removeMember)
  async remove(@Input() { caller, params }: RouteInput<Routes['removeMember']>): Promise<void> {
    await this.accounts.removeMember(caller.workspaceId, params.userId);
  }

  @Handle(routes.createWorkspace)
  async createWorkspace(
    @Input() { caller, body }: RouteInput<Routes['createWorkspace']>,
  ): Promise<RouteReply<Routes['createWorkspace']>> {
    await requireAdmin(this.accounts, caller, 'Only an administrator may make workspaces.');
    const made = await this.accounts.createWorkspace(body.name, caller.userId);
    this.services.furnish(made.workspaceId);
    return made;
  }

  @Handle(routes.listAudit)
  async listAudit(
    @Input() { caller, query }: RouteInput<Routes['listAudit']>,
  ): Promise<RouteReply<Routes['listAudit']>> {
    const entries = await this.services.database.audit.list(caller.workspaceId, query);
    return {
      entries: entries.map(({ seq, at, userId, action, subject, requestId }) => ({
        ...{ seq: Number(seq), userId, action, requestId },
        at: at.toISOString(),
        subject: subject as Record<string, unknown>,
      })),
    };
  }

  private async addKnown(
    workspaceId: string,
    name: string,
    role: MemberView['role'],
  ): Promise<MemberView> {
    const user = await this.accounts.findUserByName(name);
    if (!user?.passwordHash) {
      throw new UserError({
        code: 'user.unknown',
        message: `There is no account with the name ${name}: give it a first password to make one.`,
      });
    }
    await this.accounts.addMember(workspaceId, user.id, role);
    return { userId: user.id, name: user.name, role, admin: user.admin };
  }

  private async find(workspaceId: string, userId: string): Promise<MemberView> {
    const members = await this.accounts.listMembers(workspaceId);
    const found = members.find((member) => member.userId === userId);
    if (found) return found;
    throw new UserError({
      status: 404,
      code: 'member.unknown',
      message: 'There is no such member in this workspace.',
    });
  }

  private get accounts(): Services['database']['accounts'] {
    return this.services.database.accounts;
  }
}
