import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationalError, UserError } from '@graft/errors';
import type { AddressGuard } from '../webhooks/public-address';

export interface FetchOptions {
  readonly guard: AddressGuard;
  /** More is refused while it arrives. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches a file from the internet into `to`. Every address on the way is looked at, redirects too.
 * @returns SHA-256 of what came
 * @throws UserError `base.address_not_allowed`, `base.too_large`, `base.redirects`; OperationalError
 * `base.unreachable`, `base.no_such_file` for an answer that is no file, `base.incomplete`, `base.timeout`
 */
export async function fetchFile(address: URL, to: string, options: FetchOptions): Promise<string> {
  try {
    const response = await follow(address, options);
    return await save(response, to, options);
  } catch (error) {
    throw explain(error, address, options.signal);
  }
}

/** Whether an address answers at all, whatever it says; else why not. */
export async function probe(address: URL, options: FetchOptions): Promise<string | null> {
  try {
    const response = await ask('HEAD', address, options);
    response.destroy();
    return null;
  } catch (error) {
    return explain(error, address, options.signal).message;
  }
}

async function follow(address: URL, options: FetchOptions, left = MOST_REDIRECTS) {
  const response = await ask('GET', address, options);
  const { statusCode = 0, headers } = response;
  if (!REDIRECTS.has(statusCode) || headers.location === undefined) {
    if (statusCode === 200) return response;
    response.destroy();
    throw new OperationalError({
      code: 'base.no_such_file',
      message: `${address.host} answers ${String(statusCode)} for ${address.pathname}: the file may have moved.`,
    });
  }
  response.destroy();
  if (left === 0) {
    throw new UserError({
      code: 'base.redirects',
      message: `${address.host} sends from one address to the next, more than ${String(MOST_REDIRECTS)} times.`,
    });
  }
  return follow(new URL(headers.location, address), options, left - 1);
}

function ask(method: string, url: URL, { guard, signal }: FetchOptions): Promise<IncomingMessage> {
  guard.check(url);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const headers = { 'user-agent': 'graft', 'accept-encoding': 'identity' };
    const sent = request(url, { method, headers, lookup: guard.lookup, signal, agent: false });
    sent.once('response', resolve);
    sent.on('error', reject);
    sent.end();
  });
}

async function save(
  response: IncomingMessage,
  to: string,
  { mostBytes, signal }: FetchOptions,
): Promise<string> {
  const hash = createHash('sha256');
  const announced = Number(response.headers['content-length'] ?? 'NaN');
  if (announced > mostBytes) {
    response.destroy();
    throw tooLarge(mostBytes);
  }
  let received = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      hash.update(chunk);
      if (received > mostBytes) done(tooLarge(mostBytes));
      else done(null, chunk);
    },
  });
  await pipeline(response, count, createWriteStream(to, { mode: 0o600 }), { signal });
  return hash.digest('hex');
}

function tooLarge(mostBytes: number): UserError {
  return new UserError({
    code: 'base.too_large',
    message: `The file has more than ${String(Math.round(mostBytes / 1024 ** 2))} MB.`,
  });
}

function explain(error: unknown, { host }: URL, signal: AbortSignal): UserError | OperationalError {
  if (error instanceof UserError || error instanceof OperationalError) return error;
  const code = (error as { code?: string }).code ?? 'unknown';
  if (signal.aborted) {
    return new OperationalError({
      code: 'base.timeout',
      message: `${host} took too long: try again when the connection is better.`,
    });
  }
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new OperationalError({
      code: 'base.incomplete',
      message: `The connection to ${host} broke before the file was there: try again.`,
    });
  }
  return new OperationalError({
    code: 'base.unreachable',
    message: `${host} can't be reached from where Graft runs (${code}).`,
  });
}
