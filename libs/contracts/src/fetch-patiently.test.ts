import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fetchPatiently } from './fetch-patiently';
import { OVERLOADED } from './read-overload';

let server: Server;
let asked: { body: string; at: number }[];

/** A server that gives these refusals, one after the other, and then 202. */
async function refuse(refusals: readonly { code: string; after?: number }[]): Promise<string> {
  asked = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const refusal = refusals[asked.length];
      asked.push({ body, at: performance.now() });
      if (refusal === undefined) {
        response.writeHead(202).end('{}');
        return;
      }
      const { code, after } = refusal;
      response
        .writeHead(503, after === undefined ? {} : { 'retry-after': String(after) })
        .end(JSON.stringify({ type: 'x', title: 'x', status: 503, detail: 'x', code }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const run: RequestInit = { method: 'POST', body: 'a run' };

describe('fetching patiently', () => {
  it('sends the same request again, not before it is told to, until it is taken', async () => {
    const address = await refuse([
      { code: OVERLOADED, after: 1 },
      { code: OVERLOADED, after: 0 },
    ]);
    const reply = await fetchPatiently(address, run);
    expect(reply.status).toBe(202);
    expect(asked.map(({ body }) => body)).toEqual(['a run', 'a run', 'a run']);
    expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('takes every other refusal for an answer: something may have been done', async () => {
    const address = await refuse([{ code: 'database.unreachable', after: 0 }]);
    const reply = await fetchPatiently(address, run);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ code: 'database.unreachable' });
    expect(asked).toHaveLength(1);
  });

  it('gives the refusal when it would have to wait longer than two minutes', async () => {
    const address = await refuse([{ code: OVERLOADED, after: 121 }]);
    expect((await fetchPatiently(address, run)).status).toBe(503);
    expect(asked).toHaveLength(1);
  });

  it('stops waiting when it is told to', async () => {
    const address = await refuse([{ code: OVERLOADED, after: 60 }]);
    const stop = new AbortController();
    const reply = fetchPatiently(address, { ...run, signal: stop.signal });
    const refused = expect(reply).rejects.toThrow(/abort/i);
    server.once('request', () => {
      setImmediate(() => {
        stop.abort();
      });
    });
    await refused;
    expect(asked).toHaveLength(1);
  });

  it('does not send a body twice that can be read once', async () => {
    const address = await refuse([{ code: OVERLOADED, after: 0 }]);
    const body = new Blob(['a file']).stream();
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    expect((await fetchPatiently(address, init)).status).toBe(503);
    expect(asked.map((each) => each.body)).toEqual(['a file']);
  });
});
