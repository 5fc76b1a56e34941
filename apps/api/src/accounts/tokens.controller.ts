import { routes, type ApiTokenView, type Routes } from '@graft/contracts';
import type { ApiToken } from '@graft/db';
import { UserError } from '@graft/errors';
import { Controller, Inject } from '@nestjs/common';
import { digestSecret, makeSecret } from '../auth/secret';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';

const DAY_MS = 24 * 3600 * 1000;
/** Recognised by programs that look for secrets in the wrong places. */
const PREFIX = 'graft_';

/** API tokens of the person who asks, for the workspace they are in. */
@Controller()
export class TokensController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listTokens)
  async list(
    @Input() { caller }: RouteInput<Routes['listTokens']>,
  ): Promise<RouteReply<Routes['listTokens']>> {
    const { workspaceId, userId } = caller;
    const tokens = await this.services.database.credentials.listTokens(workspaceId, userId);
    return { tokens: tokens.map(view) };
  }

  @Handle(routes.createToken)
  async create(
    @Input() { caller, body }: RouteInput<Routes['createToken']>,
  ): Promise<RouteReply<Routes['createToken']>> {
    if (caller.via === 'token') {
      throw new UserError({
        status: 403,
        code: 'session.required',
        message: 'A token makes no tokens: log in and make it there.',
      });
    }
    const { workspaceId, userId } = caller;
    const secret = makeSecret(PREFIX);
    const made = await this.services.database.credentials.createToken({
      ...{ workspaceId, userId, name: body.name, scope: body.scope },
      digest: digestSecret(secret),
      expiresAt: new Date(Date.now() + body.days * DAY_MS),
    });
    return { ...view(made), secret };
  }

  @Handle(routes.revokeToken)
  async revoke(@Input() { caller, params }: RouteInput<Routes['revokeToken']>): Promise<void> {
    const { workspaceId, userId } = caller;
    const { credentials } = this.services.database;
    if (await credentials.revokeToken(workspaceId, userId, params.tokenId)) return;
    throw new UserError({
      status: 404,
      code: 'token.unknown',
      message: 'You have no such token in this workspace.',
    });
  }
}

function view({ id, name, scope, createdAt, expiresAt, usedAt }: ApiToken): ApiTokenView {
  return {
    ...{ tokenId: id, name, scope },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
  };
}
