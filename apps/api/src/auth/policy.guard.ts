import type { Policy, Route } from '@graft/contracts';
import { UnexpectedError, UserError } from '@graft/errors';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiRequest } from '../platform/api-request';
import { ROUTE } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import type { Caller } from './caller';

const RANK = { viewer: 1, editor: 2, owner: 3 } as const;

/** Runs before every handler: no handler without a policy, no policy but the route's. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(SERVICES) private readonly services: Services,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<Route | undefined>(ROUTE, context.getHandler());
    if (!route) {
      throw new UnexpectedError({ code: 'policy.missing', message: 'A handler has no policy.' });
    }
    if (route.policy === 'public') return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const caller = await this.services.authenticator.authenticate(request);
    authorise(caller, route.policy);
    await this.services.limits.countRequest(caller);
    request.graft = { requestId: '', ...request.graft, caller };
    return true;
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
