import type { Policy, Route } from '@graft/contracts';
import { UnexpectedError, UserError } from '@graft/errors';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiRequest } from '../platform/api-request';
import { ROUTE } from '../platform/handle';
import { isSameToken, readBearer } from './access-token';
import type { Caller } from './caller';

/** The one local user of embedded mode, and the token that stands for that user. */
export interface LocalAccess {
  readonly token: string;
  readonly caller: Caller;
}

export const LOCAL_ACCESS = Symbol('local access');

const RANK = { viewer: 1, editor: 2, owner: 3 } as const;

/** Runs before every handler: no handler without a policy, no policy but the route's. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(LOCAL_ACCESS) private readonly access: LocalAccess,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const route = this.reflector.get<Route | undefined>(ROUTE, context.getHandler());
    if (!route) {
      throw new UnexpectedError({ code: 'policy.missing', message: 'A handler has no policy.' });
    }
    if (route.policy === 'public') return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const caller = this.authenticate(request);
    authorise(caller, route.policy);
    request.graft = { requestId: '', ...request.graft, caller };
    return true;
  }

  private authenticate(request: ApiRequest): Caller {
    const token = readBearer(request.headers.authorization);
    if (token !== null && isSameToken(token, this.access.token)) return this.access.caller;
    throw new UserError({
      status: 401,
      code: 'token.required',
      message:
        'This needs the token: open the address that "npm start" printed, or send the header Authorization: Bearer <token>.',
    });
  }
}

function authorise(caller: Caller, policy: Exclude<Policy, 'public'>): void {
  if (RANK[caller.role] >= RANK[policy]) return;
  throw new UserError({
    status: 403,
    code: 'role.not_enough',
    message: `This needs the role ${policy}; you have ${caller.role}.`,
  });
}
