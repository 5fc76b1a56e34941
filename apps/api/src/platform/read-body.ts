import type { IncomingMessage } from 'node:http';
import type { JsonBody, RawBody } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { parseJsonText } from './json-text';

/**
 * Reads a JSON body within its limit.
 * @throws UserError 415 `body.wrong_type`, 413 `body.too_large`, 400 `json.*`
 */
export async function readJsonBody(request: IncomingMessage, body: JsonBody): Promise<unknown> {
  checkType(request, ['application/json']);
  checkLength(request, body.limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > body.limit) throw tooLarge(body.limit);
    chunks.push(chunk);
  }
  return parseJsonText(Buffer.concat(chunks));
}

/** Checks what can be known of a raw body before it is read. The reader counts the bytes. */
export function checkRawBody(request: IncomingMessage, body: RawBody): void {
  checkType(request, body.contentTypes);
  checkLength(request, body.limit);
}

/** The bytes of a raw body as they come; more than `limit` ends it with 413. */
export async function* readRawBody(
  request: IncomingMessage,
  limit: number,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    yield chunk;
  }
  if (!request.complete) {
    throw new UserError({
      status: 400,
      code: 'body.incomplete',
      message: 'The upload broke off before its end: send it again.',
    });
  }
}

function checkType(request: IncomingMessage, allowed: readonly string[]): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (allowed.includes(type) && request.headers['content-encoding'] === undefined) return;
  throw new UserError({
    status: 415,
    code: 'body.wrong_type',
    message: `This takes ${allowed.join(' or ')}, uncompressed.`,
    details: { allowed: [...allowed] },
  });
}

function checkLength(request: IncomingMessage, limit: number): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
}

function tooLarge(limit: number): UserError {
  return new UserError({
    status: 413,
    code: 'body.too_large',
    message: `The body is larger than the ${Math.floor(limit / 1024 ** 2)} MB that are allowed here.`,
    details: { limit },
  });
}
