import { checkPart, type Route } from '@graft/contracts';
import type { KeyedRequest } from '@graft/db';
import { UserError } from '@graft/errors';
import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, mergeMap, type Observable } from 'rxjs';
import { isAudited, nameRoute, recordAudit } from '../accounts/record-audit';
import type { ApiRequest, ApiResponse } from './api-request';
import { ROUTE, type RouteInput } from './handle';
import { answerOnce, digestRequest } from './keep-replies';
import { checkRawBody, readJsonBody } from './read-body';
import { SERVICES, type Services } from './services';

/** Checks every request against its route before the handler, and every JSON reply after it. */
@Injectable()
export class RequestInterceptor implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(SERVICES) private readonly services: Services,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const route = this.reflector.get<Route>(ROUTE, context.getHandler());
    const http = context.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    http.getResponse<ApiResponse>().setHeader('cache-control', 'no-store');
    const { requestId = '', caller } = request.graft ?? {};
    request.graft = {
      requestId,
      ...(caller ? { caller } : {}),
      input: await readInput(route, request),
    };
    const { reply } = route;
    // A stream is told of before its first byte: afterwards nobody might be there to hear of a failure.
    if (isAudited(route) && reply.kind === 'stream') {
      await recordAudit(this.services.database.audit, route, request);
    }
    if (reply.kind !== 'json') return this.#handle(route, request, next);
    // Fields that the contract doesn't name never leave, and a wrong reply is our fault, not a surprise.
    const handle = () =>
      this.#handle(route, request, next).pipe(map((value) => reply.schema.parse(value)));
    const keyed = route.idempotent === 'by-reply' ? identify(route, request) : null;
    return keyed === null ? handle() : answerOnce(this.services.database.replies, keyed, handle);
  }

  /** What the handler says, after the audit log was told. */
  #handle(route: Route, request: ApiRequest, next: CallHandler): Observable<unknown> {
    if (!isAudited(route) || route.reply.kind === 'stream') return next.handle();
    const record = () => recordAudit(this.services.database.audit, route, request);
    return next.handle().pipe(mergeMap((value: unknown) => record().then(() => value)));
  }
}

/** The request of a key; null when it has none. A raw body is known by its length only. */
function identify(route: Route, request: ApiRequest): KeyedRequest | null {
  const { caller, input } = request.graft ?? {};
  const { idempotencyKey: key, params, query, body } = input as RouteInput<Route>;
  if (key === null || !caller) return null;
  const length = route.body?.kind === 'raw' ? request.headers['content-length'] : null;
  return {
    ...{ workspaceId: caller.workspaceId, route: nameRoute(route), key },
    requestDigest: digestRequest(caller.userId, params, query, body, length),
  };
}

async function readInput(route: Route, request: ApiRequest): Promise<unknown> {
  const params = route.params && checkPart(route.params, { ...request.params }, 'params');
  const query = checkQuery(route, request);
  if (route.body?.kind === 'raw') checkRawBody(request, route.body);
  const body =
    route.body?.kind === 'json'
      ? checkPart(route.body.schema, await readJsonBody(request, route.body), 'body')
      : undefined;
  const { caller } = request.graft ?? {};
  return { params, query, body, caller, idempotencyKey: readKey(route, request), request };
}

function checkQuery(route: Route, request: ApiRequest): unknown {
  const given = new URL(request.url, 'http://graft').searchParams;
  if (route.query) return checkPart(route.query, Object.fromEntries(given), 'query');
  const [unknown] = given.keys();
  if (unknown === undefined) return undefined;
  throw new UserError({
    status: 400,
    code: 'query.unknown_field',
    message: `There is no query parameter "${unknown.slice(0, 100)}" here; remove it.`,
  });
}

function readKey(route: Route, request: ApiRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (!route.idempotent || key === undefined) return null;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new UserError({
    status: 400,
    code: 'idempotency_key.invalid',
    message: 'An Idempotency-Key has 1 to 200 visible characters.',
  });
}
