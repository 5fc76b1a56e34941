import { describe, expect, it } from '@jest/globals';
import { ApiProblem } from './api-problem';
import { createClient } from './client';

const RUN = '01890000-0000-7000-8000-000000000000';

function answerWith(status: number, body: unknown) {
  const calls: { url: string; init: RequestInit }[] = [];
  const client = createClient({
    baseUrl: 'http://127.0.0.1:4400',
    token: 'secret',
    fetch: (url, init) => {
      calls.push({ url: url instanceof Request ? url.url : url.toString(), init: init ?? {} });
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return Promise.resolve(new Response(text, { status }));
    },
  });
  return { client, calls };
}

describe('the client', () => {
  it('makes requests from the route table', async () => {
    const { client, calls } = answerWith(202, { runId: RUN, status: 'waiting' });
    const reply = await client.startRun({
      body: { graph: { a: 1 }, overrides: { 'split.seed': '3' } },
      idempotencyKey: 'k',
    });
    expect(reply).toEqual({ runId: RUN, status: 'waiting' });
    const [call] = calls;
    expect(call?.url).toBe('http://127.0.0.1:4400/api/v1/runs');
    expect(call?.init).toMatchObject({
      method: 'POST',
      headers: {
        authorization: 'Bearer secret',
        'idempotency-key': 'k',
        'content-type': 'application/json',
      },
      body: '{"graph":{"a":1},"overrides":{"split.seed":"3"}}',
    });
  });

  it('escapes parameters, so that a name never becomes a path', async () => {
    const { client, calls } = answerWith(200, { predictions: [], rejected: [] });
    await client.predict({
      params: { model: '../runs?x=1#' },
      query: { name: 'a b&c.png' },
      body: new Uint8Array(1),
      contentType: 'image/png',
    });
    expect(calls[0]?.url).toBe(
      'http://127.0.0.1:4400/api/v1/models/..%2Fruns%3Fx%3D1%23/predict?name=a+b%26c.png',
    );
  });

  it('throws the problem of a refusal', async () => {
    const problem = {
      type: 'x',
      title: 'y',
      status: 404,
      detail: 'no such run',
      code: 'run.unknown',
    };
    const { client } = answerWith(404, problem);
    const refused = client.getRun({ params: { runId: RUN } });
    await expect(refused).rejects.toMatchObject({ message: 'no such run', problem });
  });

  it('describes an answer that is no problem document', async () => {
    const { client } = answerWith(502, '<html>Bad gateway</html>');
    const refused = client.listRuns();
    await expect(refused).rejects.toBeInstanceOf(ApiProblem);
    await expect(refused).rejects.toMatchObject({ problem: { code: 'http.unexpected_answer' } });
  });

  it('refuses a reply that is not what the contract says', async () => {
    const { client } = answerWith(200, { runs: [{ runId: 'x' }] });
    await expect(client.listRuns()).rejects.toThrow();
  });
});
