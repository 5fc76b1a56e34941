import { readTraceParent, SpanKind, SpanStatusCode, type Tracing } from '@graft/tracing';
import type { NextFunction } from 'express';
import type { ApiRequest, ApiResponse } from './api-request';

/** One span a request of the API, below that of the caller where the request names one. */
export function traceRequests(tracing: Tracing) {
  return (request: ApiRequest, response: ApiResponse, next: NextFunction): void => {
    if (!tracing.active || !request.path.startsWith('/api/')) {
      next();
      return;
    }
    const parent = readTraceParent(request.headers.traceparent);
    const { method } = request;
    const span = tracing.begin(method, {
      kind: SpanKind.SERVER,
      attributes: { 'http.request.method': method },
      ...(parent === null ? {} : { parent }),
    });
    request.span = span;
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path;
      // Addresses hold ids: only the route is a name.
      if (route !== undefined)
        span.updateName(`${method} ${route}`).setAttribute('http.route', route);
      span.setAttribute('http.response.status_code', response.statusCode);
      span.setAttribute('graft.request_id', request.graft?.requestId ?? '');
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    next();
  };
}
