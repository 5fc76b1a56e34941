import { routes, type Routes } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { Controller, Inject } from '@nestjs/common';
import type { Caller } from '../auth/caller';
import { digestSecret, makeSecret } from '../auth/secret';
import { clearSessionCookie, setSessionCookie } from '../auth/session-cookie';
import type { ApiRequest } from '../platform/api-request';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { recordRefusedLogIn } from './record-audit';

const SESSION_SECONDS = 14 * 24 * 3600;

/** Logging in and out, and what belongs to the person who is logged in. */
@Controller()
export class AccountsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.logIn)
  async logIn(
    @Input() { body, request }: RouteInput<Routes['logIn']>,
  ): Promise<RouteReply<Routes['logIn']>> {
    const userId = await this.checkPassword(body, request);
    const [first] = await this.accounts.listWorkspaces(userId);
    if (!first) {
      throw new UserError({
        status: 403,
        code: 'workspace.none',
        message: 'You are in no workspace: ask an owner of one to let you in.',
      });
    }
    const { workspaceId, role } = first;
    const secret = makeSecret('');
    const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
    const session = { workspaceId, userId, digest: digestSecret(secret) };
    const credentialId = await this.services.database.credentials.openSession(session, expiresAt);
    setSessionCookie(request, secret, SESSION_SECONDS);
    const caller = { workspaceId, userId, role, via: 'session', credentialId, expiresAt } as const;
    request.graft = { requestId: '', ...request.graft, caller };
    return this.view(caller);
  }

  @Handle(routes.getSession)
  get(
    @Input() { caller }: RouteInput<Routes['getSession']>,
  ): Promise<RouteReply<Routes['getSession']>> {
    return this.view(caller);
  }

  @Handle(routes.logOut)
  async logOut(@Input() { caller, request }: RouteInput<Routes['logOut']>): Promise<void> {
    clearSessionCookie(request);
    if (caller.via === 'session')
      await this.services.database.credentials.closeSession(caller.credentialId ?? '');
  }

  @Handle(routes.chooseWorkspace)
  async choose(
    @Input() { caller, body }: RouteInput<Routes['chooseWorkspace']>,
  ): Promise<RouteReply<Routes['chooseWorkspace']>> {
    const { userId, credentialId } = caller;
    requireSession(caller, 'A token belongs to one workspace: make one for the other workspace.');
    const { workspaceId } = body;
    if (
      !(await this.services.database.credentials.moveSession(
        credentialId ?? '',
        userId,
        workspaceId,
      ))
    ) {
      throw new UserError({
        status: 404,
        code: 'workspace.unknown',
        message: 'There is no such workspace, or you are not a member of it.',
      });
    }
    const role = await this.services.database.workspaces.findRole(workspaceId, userId);
    return this.view({ ...caller, workspaceId, role: role ?? 'viewer' });
  }

  @Handle(routes.changePassword)
  async changePassword(
    @Input() { caller, body, request }: RouteInput<Routes['changePassword']>,
  ): Promise<void> {
    requireSession(caller, 'A password is changed by the person: log in first.');
    const user = await this.accounts.findUser(caller.userId);
    await this.checkPassword({ name: user?.name ?? '', password: body.current }, request);
    const hash = await this.services.passwords.hash(body.next);
    await this.accounts.changePassword(caller.userId, hash, caller.credentialId);
  }

  /** @throws UserError 401 `login.refused`, the same for a wrong name and a wrong password; 429 */
  private async checkPassword(
    { name, password }: { name: string; password: string },
    request: ApiRequest,
  ): Promise<string> {
    const { limits, passwords, database } = this.services;
    const address = request.ip ?? '';
    await limits.checkLogin(name, address);
    const user = await this.accounts.findUserByName(name);
    if (await passwords.verify(user?.passwordHash ?? null, password)) return user?.id ?? '';
    await limits.countFailedLogin(name, address);
    await recordRefusedLogIn(database, user?.id ?? null, request);
    throw new UserError({
      status: 401,
      code: 'login.refused',
      message: 'Name or password is wrong.',
    });
  }

  private async view(caller: Caller): Promise<RouteReply<Routes['getSession']>> {
    const { workspaceId, role, via, expiresAt } = caller;
    const [user, workspaces] = await Promise.all([
      this.accounts.findUser(caller.userId),
      this.accounts.listWorkspaces(caller.userId),
    ]);
    const name = workspaces.find((each) => each.workspaceId === workspaceId)?.name ?? '';
    return {
      user: {
        userId: caller.userId,
        name: user?.name ?? '',
        admin: via === 'local' || user?.admin === true,
      },
      workspace: { workspaceId, name, role },
      workspaces,
      via,
      expiresAt: expiresAt?.toISOString() ?? null,
    };
  }

  private get accounts(): Services['database']['accounts'] {
    return this.services.database.accounts;
  }
}

function requireSession({ via }: Caller, message: string): void {
  if (via === 'session') return;
  throw new UserError({ status: 403, code: 'session.required', message });
}
