import { OVERLOADED, routes, type Route } from '@graft/contracts';
import { OperationalError } from '@graft/errors';
import type { NextFunction } from 'express';
import type { Logger } from 'pino';
import type { ApiRequest, ApiResponse } from './api-request';
import { Crowd } from './crowd';
import { sendProblem } from './problem.filter';

/** Requests of the API that are answered at the same time: half a second of work, and all of 200 people at once. */
const MOST_AT_ONCE = 240;

/**
 * Refuses what is too much quickly, instead of answering everybody too late: above the limit a request
 * gets 503 before anything is looked at, with Retry-After, which is when its turn will come. Routes that cost much
 * have limits of their own (`atOnce`), and so have streams of events. Whether it is alive is always answered: it would
 * be ended for having much to do.
 */
export function limitAtOnce(logger: Logger, most = MOST_AT_ONCE) {
  const all = new Crowd(most);
  const costly = new Map<string, Crowd>(
    Object.values<Route>(routes).flatMap(({ method, path, atOnce }) =>
      atOnce === undefined ? [] : [[`${method} ${path}`, new Crowd(atOnce)]],
    ),
  );
  return (request: ApiRequest, response: ApiResponse, next: NextFunction): void => {
    const { method, path } = request;
    if (!path.startsWith('/api/') || path.endsWith('/events') || path === routes.getHealth.path) {
      next();
      return;
    }
    const own = costly.get(`${method} ${path}`);
    const crowds = own === undefined ? [all] : [all, own];
    const full = crowds.find((crowd) => crowd.isFull);
    if (full !== undefined) {
      sendProblem(overloaded(full.joinLine()), request, response, logger);
      return;
    }
    const leave = crowds.map((crowd) => crowd.enter());
    response.once('close', () => {
      for (const each of leave) each();
    });
    next();
  };
}

function overloaded(seconds: number): OperationalError {
  return new OperationalError({
    code: OVERLOADED,
    message: `Graft has more to do than it can answer at this moment: try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
    details: { retryAfterSeconds: seconds },
  });
}
