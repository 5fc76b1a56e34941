import { request as httpRequest } from 'node:http';
import { routes, type Route } from '@graft/contracts';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from './api.fixture';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
});
afterAll(() => test.stop());

const ID = '01890000-0000-7000-8000-000000000000';
const all = Object.entries(routes) as [string, Route][];
const PUBLIC = ['getHealth', 'logIn'];

function fill(path: string): string {
  return path.replace(/:(\w+)/g, (_, name: string) => (name.endsWith('Id') ? ID : 'x'));
}

/** A plain HTTP request: fetch does not let one choose Host. */
function send(
  path: string,
  options: { method?: string; headers?: Record<string, string | string[]>; body?: string } = {},
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(test.address);
    const { method = 'GET', headers = {}, body } = options;
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('every route', () => {
  it.each(all.filter(([name]) => !PUBLIC.includes(name)))(
    '%s refuses who has no token, or a wrong one',
    async (_, { method, path }) => {
      for (const headers of [{}, { authorization: `Bearer ${'x'.repeat(43)}` }] as const) {
        const reply = await send(fill(path), { method, headers: { ...headers } });
        expect(reply.status).toBe(401);
        expect(JSON.parse(reply.body)).toMatchObject({ code: 'token.required', status: 401 });
      }
    },
  );

  it.each(all)(
    '%s refuses another Host and another Origin before anything else',
    async (_, route) => {
      const own = new URL(test.address).host;
      const bearer = { authorization: `Bearer ${test.token}` };
      for (const host of ['evil.test', `evil.test:${new URL(test.address).port}`, '127.0.0.1']) {
        const reply = await send(fill(route.path), {
          method: route.method,
          headers: { ...bearer, host },
        });
        expect([400, 403]).toContain(reply.status);
        if (reply.status === 403) expect(reply.body).toContain('host.not_allowed');
      }
      const origins = [{ origin: 'http://evil.test' }, { origin: 'null' }];
      for (const extra of [...origins, { 'sec-fetch-site': 'cross-site' }]) {
        const headers = { ...bearer, host: own, ...extra };
        const reply = await send(fill(route.path), { method: route.method, headers });
        expect(reply.status).toBe(403);
        expect(reply.body).toContain('origin.not_allowed');
      }
    },
  );

  it('with a token is answered under each local name', async () => {
    const { port } = new URL(test.address);
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      const headers = { authorization: `Bearer ${test.token}`, host: `${name}:${port}` };
      expect((await send('/api/v1/runs', { headers })).status).toBe(200);
    }
  });

  it.each([
    ['HEAD', '/api/v1/runs'],
    ['GET', '//api/v1/runs'],
    ['GET', '/api/v1/./runs'],
    ['GET', '/API/V1/RUNS'],
    ['GET', '/api/v1/runs/'],
    ['GET', '/api/v1/runs;a'],
    ['GET', '/api%2fv1/runs'],
    ['PATCH', '/api/v1/runs'],
    ['OPTIONS', '/api/v1/runs'],
  ])('is not opened by another shape: %s %s', async (method, path) => {
    const reply = await send(path, { method, headers: { 'x-http-method-override': 'GET' } });
    expect([401, 404]).toContain(reply.status);
  });

  it('refuses a request target with a host of its own', async () => {
    expect((await send('http://evil.test/api/v1/runs')).status).toBe(403);
  });
});

describe('a body', () => {
  const post = (path: string, body: string, type = 'application/json') =>
    test.ask(path, { method: 'POST', body, headers: { 'content-type': type } });
  const code = async (response: Response) => ((await response.json()) as { code: string }).code;

  it.each(['id', 'workspaceId', 'role', 'createdAt', 'revision'])(
    'with the unknown field %s is refused',
    async (field) => {
      const draft = { format: 'graft.graph/1', nodes: [], edges: [] };
      const reply = await post(
        '/api/v1/pipelines',
        JSON.stringify({ name: 'x', draft, [field]: 'y' }),
      );
      expect([reply.status, await code(reply)]).toEqual([400, 'body.unknown_field']);
    },
  );

  it('with an unknown field inside is refused too', async () => {
    const draft = { format: 'graft.graph/1', nodes: [], edges: [], command: 'rm' };
    const reply = await post('/api/v1/pipelines', JSON.stringify({ name: 'x', draft }));
    expect(await code(reply)).toBe('body.unknown_field');
  });

  it.each([
    ['20,000 levels deep', '['.repeat(20_000) + ']'.repeat(20_000), 'json.too_deep'],
    ['that is no JSON', '{"graph":', 'json.not_json'],
    ['that is empty', '', 'json.not_json'],
    ['with __proto__', '{"graph":{"__proto__":{"x":1}}}', 'json.forbidden_key'],
    ['with NUL', '{"graph":{"name":"a\\u0000"}}', 'json.forbidden_character'],
    ['with NUL in a key', '{"graph":{"a\\u0000":1}}', 'json.forbidden_character'],
    ['with half a pair', '{"graph":{"name":"\\ud83d"}}', 'json.forbidden_character'],
    ['with constructor', '{"graph":{"constructor":{"prototype":{}}}}', 'json.forbidden_key'],
  ])('%s is refused', async (_, body, expected) => {
    const reply = await post('/api/v1/graphs/validate', body);
    expect([reply.status, await code(reply)]).toEqual([400, expected]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('above its limit, or of another type, is refused', async () => {
    const large = await post('/api/v1/graphs/validate', `{"graph":"${'a'.repeat(5 * 1024 ** 2)}"}`);
    expect([large.status, await code(large)]).toEqual([413, 'body.too_large']);
    const form = await post(
      '/api/v1/graphs/validate',
      'graph=1',
      'application/x-www-form-urlencoded',
    );
    expect([form.status, await code(form)]).toEqual([415, 'body.wrong_type']);
    const json = await post('/api/v1/datasets?name=x&format=zip', '{"path":"/etc/passwd"}');
    expect(json.status).toBe(415);
  });

  it('is not needed to refuse a strange query or path', async () => {
    expect(await code(await test.ask('/api/v1/runs?sql=1'))).toBe('query.unknown_field');
    expect(await code(await test.ask('/api/v1/runs?limit=many'))).toBe('query.invalid');
    const odd = await test.ask('/api/v1/runs/not-an-id');
    expect([odd.status, await code(odd)]).toEqual([404, 'not_found']);
  });
});

describe('an answer', () => {
  it('is a problem document for addresses that do not exist, without any path or stack', async () => {
    const reply = await test.ask('/api/v1/nothing/here');
    expect(reply.status).toBe(404);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    const body: unknown = await reply.json();
    expect(body).toMatchObject({ code: 'not_found', status: 404 });
    expect(JSON.stringify(body)).not.toMatch(/\.ts|\.js|nothing\/here/);
  });

  it('carries the headers that keep browsers careful', async () => {
    const { headers } = await test.ask('/api/v1/runs');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('about health needs no token and says what is missing', async () => {
    const reply = await send('/api/health');
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toMatchObject({
      status: 'degraded',
      checks: { database: { ok: true }, temporal: { ok: false } },
    });
  });
});
