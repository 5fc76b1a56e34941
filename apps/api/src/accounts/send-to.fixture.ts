import type { TestApi } from '../platform/api.fixture';

export type Headers = Record<string, string>;

export interface Answer {
  status: number;
  headers: globalThis.Headers;
  body: Record<string, unknown>;
}

/** Sends a request below `/api/v1`; a body is sent as JSON. */
export type Send = (
  method: string,
  path: string,
  headers: Headers,
  body?: unknown,
) => Promise<Answer>;

/** The same, to a test API that has started. */
export async function sendTo(
  { address }: Pick<TestApi, 'address'>,
  ...[method, path, headers, body]: Parameters<Send>
): Promise<Answer> {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: reply.status, headers: reply.headers, body: json };
}

export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
