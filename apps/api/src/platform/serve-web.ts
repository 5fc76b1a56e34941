import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { UserError } from '@graft/errors';
import type { NextFunction } from 'express';
import type { Logger } from 'pino';
import type { ApiRequest, ApiResponse } from './api-request';
import { sendProblem } from './problem.filter';

const PAGE = 'index.html';

/**
 * Serves the built web app from `folder` to anybody: its files, and its page for every other path
 * without a file extension, so that addresses inside the app can be opened. `/api` is left alone.
 */
export function serveWeb(folder: string, logger: Logger) {
  return (request: ApiRequest, response: ApiResponse, next: NextFunction): void => {
    const segments = readSegments(request);
    if (segments === null || segments[0]?.toLowerCase() === 'api') {
      next();
      return;
    }
    const path = segments.join('/');
    const file = extname(basename(path)) === '' ? PAGE : path;
    const cacheControl =
      segments[0] === 'assets' && file !== PAGE
        ? 'public, max-age=31536000, immutable'
        : 'no-cache';
    const packed = takesGzip(request) && existsSync(join(folder, `${file}.gz`));
    const headers = {
      'cache-control': cacheControl,
      vary: 'accept-encoding',
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
    };
    response.type(extname(file));
    response.sendFile(
      packed ? `${file}.gz` : file,
      { root: folder, cacheControl: false, dotfiles: 'ignore', headers },
      (error: Error | undefined) => {
        // A reader that went away needs no answer.
        if (!error || response.headersSent || response.destroyed) return;
        sendProblem(file === PAGE ? notBuilt() : nothingHere(), request, response, logger);
      },
    );
  };
}

function takesGzip({ headers }: ApiRequest): boolean {
  return /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));
}

/** The decoded segments of the path; null for what is no plain reading of a file or page. */
function readSegments({ method, path }: ApiRequest): string[] | null {
  if (method !== 'GET' && method !== 'HEAD') return null;
  try {
    const segments = decodeURIComponent(path).split('/').filter(Boolean);
    return segments.some((segment) => /^\.|[\\\0]/.test(segment)) ? null : segments;
  } catch {
    return null;
  }
}

function notBuilt(): UserError {
  return new UserError({
    status: 404,
    code: 'web.not_built',
    message: 'The web app is not built: run "node tools/setup.mjs" and load the page again.',
  });
}

function nothingHere(): UserError {
  return new UserError({
    status: 404,
    code: 'not_found',
    message: 'There is nothing at this address.',
  });
}
