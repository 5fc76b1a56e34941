import { OperationalError } from '@graft/errors';
import type { NextFunction } from 'express';
import type { Logger } from 'pino';
import type { ApiRequest, ApiResponse } from './api-request';
import { sendProblem } from './problem.filter';

/** Requests of the API that are answered at the same time: half a second of work, and all of 200 people at once. */
const MOST_AT_ONCE = 240;

/**
 * Refuses what is too much quickly, instead of answering everybody too late: above the limit a request
 * gets 503 with Retry-After before anything is looked at. Streams of events have a limit of their own.
 */
export function limitAtOnce(logger: Logger, most = MOST_AT_ONCE) {
  let running = 0;
  return (request: ApiRequest, response: ApiResponse, next: NextFunction): void => {
    const counted = request.path.startsWith('/api/') && !request.path.endsWith('/events');
    if (!counted) {
      next();
      return;
    }
    if (running >= most) {
      sendProblem(overloaded(), request, response, logger);
      return;
    }
    running += 1;
    response.once('close', () => {
      running -= 1;
    });
    next();
  };
}

function overloaded(): OperationalError {
  return new OperationalError({
    code: 'server.overloaded',
    message: 'Graft has more to do than it can answer at this moment: try again in a second.',
    details: { retryAfterSeconds: 1 },
  });
}
