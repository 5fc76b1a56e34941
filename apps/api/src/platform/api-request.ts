import type { Span } from '@graft/tracing';
import type { Request, Response } from 'express';
import type { Caller } from '../auth/caller';

/** An express request with what guard and interceptor have found out about it. */
export interface ApiRequest extends Request {
  /** Of the request, where it is traced. */
  span?: Span;
  graft?: { requestId: string; caller?: Caller; input?: unknown };
}

export type ApiResponse = Response;
