import { UserError } from '@graft/errors';
import type { NextFunction } from 'express';
import type { Logger } from 'pino';
import type { ApiRequest, ApiResponse } from './api-request';
import { sendProblem } from './problem.filter';

/** Milliseconds that a JSON body may take: 5 MB at the pace of a poor mobile network. */
const MOST_MS = 60_000;

/**
 * Ends requests whose JSON body comes too slowly: each holds a place at the gate before anybody knows who it is, and a
 * few hundred of them would keep everybody out. Uploads are not JSON: they take their time, once it is known whose they are.
 */
export function limitBodyTime(logger: Logger, mostMs = MOST_MS) {
  return (request: ApiRequest, response: ApiResponse, next: NextFunction): void => {
    if (request.is('json') !== 'json') {
      next();
      return;
    }
    const timer = setTimeout(() => {
      if (request.complete || response.headersSent) return;
      sendProblem(tooSlow(mostMs), request, response, logger);
    }, mostMs);
    timer.unref();
    response.once('close', () => clearTimeout(timer));
    next();
  };
}

function tooSlow(mostMs: number): UserError {
  return new UserError({
    status: 408,
    code: 'body.too_slow',
    message: `The body did not arrive within ${String(mostMs / 1000)} seconds: send it again over a better connection.`,
  });
}
