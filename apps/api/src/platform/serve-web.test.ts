import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from './api.fixture';

let test: TestApi;
let unbuilt: { status: number; body: unknown };
beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  const reply = await fetch(test.address);
  unbuilt = { status: reply.status, body: await reply.json() };
  const folder = join(test.home, 'apps', 'web', 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<p>page</p>');
  await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'main-abc.js'), 'run()');
  await writeFile(join(folder, 'assets', 'main-abc.js.gz'), gzipSync('run()'));
  await writeFile(join(folder, '.secret.txt'), 'secret');
  await writeFile(join(folder, '..', 'outside.txt'), 'secret');
});
afterAll(() => test.stop());

/** A path as it is given: fetch would straighten it. */
function get(path: string, host = new URL(test.address).host) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { port } = new URL(test.address);
    request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('the web app', () => {
  it('that is not built is a problem that says what to do', () => {
    expect(unbuilt).toMatchObject({ status: 404, body: { code: 'web.not_built' } });
  });

  it.each(['/', '/runs', '/runs/compare?a=1', '/models/my%20model', '/apiary'])(
    'has its page at %s for anybody, asked for anew each time',
    async (path) => {
      const reply = await fetch(`${test.address}${path}`);
      expect([reply.status, await reply.text()]).toEqual([200, '<p>page</p>']);
      expect(reply.headers.get('content-type')).toContain('text/html');
      expect(reply.headers.get('cache-control')).toBe('no-cache');
      expect(reply.headers.get('content-security-policy')).toBe(
        "default-src 'self';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' blob: data:;font-src 'self';connect-src 'self';object-src 'none';base-uri 'none';frame-ancestors 'none'",
      );
    },
  );

  it('has hashed files that browsers keep, and others that they ask for again', async () => {
    const hashed = await fetch(`${test.address}/assets/main-abc.js`);
    expect(await hashed.text()).toBe('run()');
    expect(hashed.headers.get('content-type')).toContain('javascript');
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const icon = await fetch(`${test.address}/favicon.svg`);
    expect([icon.status, icon.headers.get('cache-control')]).toEqual([200, 'no-cache']);
  });

  it('sends what was packed at the build to those who take it, and else the file itself', async () => {
    const ask = (encoding: string) =>
      fetch(`${test.address}/assets/main-abc.js`, { headers: { 'accept-encoding': encoding } });
    const packed = await ask('gzip, br');
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('content-type')).toContain('javascript');
    expect(packed.headers.get('vary')).toContain('accept-encoding');
    expect(await packed.text()).toBe('run()');
    const plain = await ask('identity');
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, 'run()']);
  });

  it.each([
    '/assets/missing.js',
    '/missing.png',
    '/.secret.txt',
    '/../outside.txt',
    '/assets/../../outside.txt',
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/..%5coutside.txt',
    '/index.html%00.js',
    '/%',
  ])('has nothing at %s', async (path) => {
    const reply = await get(path);
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'not_found' });
  });

  it('leaves every shape of /api to the API', async () => {
    for (const path of ['/api', '/API/V1/RUNS', '//api/v1/nothing', '/api%2fv1/runs']) {
      const reply = await get(path);
      expect([401, 404]).toContain(reply.status);
      expect(reply.body).not.toContain('page');
    }
  });

  it('answers under its own address only, and to reading only', async () => {
    expect((await get('/', 'evil.test')).status).toBe(403);
    expect((await fetch(`${test.address}/runs`, { method: 'POST' })).status).toBe(404);
  });
});
