import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AddressGuard } from './public-address';

const LIMIT_MS = 10_000;

export interface OutgoingMessage {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * Sends one message. Redirects are not followed, the answer's body is not read.
 * @returns the status of the answer
 * @throws what kept it from being sent or answered in ten seconds
 */
export async function sendMessage(
  { url: address, headers, body }: OutgoingMessage,
  guard: AddressGuard,
): Promise<number> {
  const url = new URL(address);
  guard.check(url);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      lookup: guard.lookup,
      signal: AbortSignal.timeout(LIMIT_MS),
      agent: false,
    });
    sent.once('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
