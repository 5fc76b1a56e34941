import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import type { Route } from '@graft/contracts';
import type { z } from 'zod';
import type { Caller } from '../auth/caller';
import type { ApiRequest } from './api-request';

/** Metadata key under which a handler carries its route. */
export const ROUTE = 'graft:route';

/** Binds a handler to a route of the contract: method, path, policy, schemas and status. */
export function Handle(route: Route): MethodDecorator {
  return applyDecorators(
    RequestMapping({ method: RequestMethod[route.method], path: route.path }),
    HttpCode(route.reply.status),
    SetMetadata(ROUTE, route),
  );
}

type Part<R, Name extends string> =
  R extends Record<Name, infer Schema extends z.ZodType> ? z.output<Schema> : undefined;

/** What a handler gets of a request: checked parts, and who asks. */
export interface RouteInput<R> {
  params: Part<R, 'params'>;
  query: Part<R, 'query'>;
  /** The checked document of a JSON body; a raw body is read from `request`. */
  body: R extends { body: { kind: 'json'; schema: infer Schema extends z.ZodType } }
    ? z.output<Schema>
    : undefined;
  caller: Caller;
  /** Header Idempotency-Key. */
  idempotencyKey: string | null;
  request: ApiRequest;
}

/** What a handler of a JSON route gives back. */
export type RouteReply<R> = R extends { reply: { schema: infer Schema extends z.ZodType } }
  ? z.input<Schema>
  : never;

/** Injects the RouteInput that RequestInterceptor has made. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<ApiRequest>().graft?.input;
});
