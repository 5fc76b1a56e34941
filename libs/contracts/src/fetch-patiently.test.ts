import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fetchPatiently } from './fetch-patiently';
import { OVERLOADED } from './read-overload';

interface Refusal {
  code: string;
  after?: number;
}

const ADDRESS = 'http://graft.test/';
const run: RequestInit = { method: 'POST', body: 'a run' };
const real = globalThis.fetch;
let asked: { body: string; at: number }[];
let refusals: Refusal[];
let onAsked: () => void;

/** A server that gives the refusals, one after the other, and then 202. */
async function serve(...given: Parameters<typeof fetch>): Promise<Response> {
  const request = new Request(...given);
  const refusal = refusals[asked.length];
  asked.push({ body: await request.text(), at: performance.now() });
  onAsked();
  if (refusal === undefined) return new Response('{}', { status: 202 });
  const { code, after } = refusal;
  const problem = { type: 'x', title: 'x', status: 503, detail: 'x', code };
  const headers: Record<string, string> =
    after === undefined ? {} : { 'retry-after': String(after) };
  return new Response(JSON.stringify(problem), { status: 503, headers });
}

beforeEach(() => {
  [asked, refusals, onAsked] = [[], [], () => undefined];
  globalThis.fetch = serve;
});
afterEach(() => {
  globalThis.fetch = real;
});

describe('fetching patiently', () => {
  it('sends the same request again, not before it is told to, until it is taken', async () => {
    refusals = [
      { code: OVERLOADED, after: 1 },
      { code: OVERLOADED, after: 0 },
    ];
    const reply = await fetchPatiently(ADDRESS, run);
    expect(reply.status).toBe(202);
    expect(asked.map(({ body }) => body)).toEqual(['a run', 'a run', 'a run']);
    expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('takes every other refusal for an answer: something may have been done', async () => {
    refusals = [{ code: 'database.unreachable', after: 0 }];
    const reply = await fetchPatiently(ADDRESS, run);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ code: 'database.unreachable' });
    expect(asked).toHaveLength(1);
  });

  it('gives the refusal when it would have to wait longer than two minutes', async () => {
    refusals = [{ code: OVERLOADED, after: 121 }];
    expect((await fetchPatiently(ADDRESS, run)).status).toBe(503);
    expect(asked).toHaveLength(1);
  });

  it('stops waiting when it is told to', async () => {
    refusals = [{ code: OVERLOADED, after: 60 }];
    const stop = new AbortController();
    onAsked = () => setImmediate(() => stop.abort());
    await expect(fetchPatiently(ADDRESS, { ...run, signal: stop.signal })).rejects.toThrow(
      /abort/i,
    );
    expect(asked).toHaveLength(1);
  });

  it('does not send a body twice that can be read once', async () => {
    refusals = [{ code: OVERLOADED, after: 0 }];
    const body = new Blob(['a file']).stream();
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    expect((await fetchPatiently(ADDRESS, init)).status).toBe(503);
    expect(asked.map((each) => each.body)).toEqual(['a file']);
  });
});
