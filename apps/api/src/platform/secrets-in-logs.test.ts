import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '@graft/db';
import { startServices, until, type TestServices } from '@graft/testing/services';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Passwords } from '../auth/passwords';

// The built API as it runs for everybody, at its most talkative, with everything that it may be told in secret. What
// it prints is read afterwards.

const repository = join(import.meta.dirname, '..', '..', '..', '..');
const PASSWORD = 'password-canary-of-olga';
const NEXT_PASSWORD = 'password-canary-of-later';
const WRONG_PASSWORD = 'password-canary-that-is-wrong';
const GIVEN = {
  AWS_ACCESS_KEY_ID: 'access-canary-of-s3',
  AWS_SECRET_ACCESS_KEY: 'secret-canary-of-s3',
};
const DATABASE_PASSWORD = 'database-canary';
const NOWHERE = '127.0.0.1:1';

let services: TestServices;
let api: ChildProcess;
let address: string;
let log = '';

beforeAll(async () => {
  services = await startServices(['postgres']);
  const { home } = services;
  const assets = join(home, 'assets');
  for (const name of ['datasets', 'base-models', 'word-vectors']) {
    await mkdir(join(assets, name), { recursive: true });
  }
  const databaseUrl = new URL(services.databaseUrl);
  databaseUrl.password = DATABASE_PASSWORD;
  api = spawn(process.execPath, [join(repository, 'apps', 'api', 'dist', 'main.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env['PATH'], ...GIVEN, ...services.env },
      ...{ DATABASE_URL: databaseUrl.href, GRAFT_HOME: home, GRAFT_PORT: '0' },
      ...{ GRAFT_ASSETS: assets, GRAFT_MIGRATIONS: join(repository, 'prisma', 'migrations') },
      GRAFT_ENGINE: join(repository, 'apps', 'worker', 'dist', 'engine.js'),
      ...{ GRAFT_LOG_LEVEL: 'debug', GRAFT_TEMPORAL_ADDRESS: NOWHERE },
      ...{ GRAFT_S3_BUCKET: 'graft', GRAFT_S3_ENDPOINT: `http://${NOWHERE}` },
    },
  });
  for (const stream of [api.stdout, api.stderr]) {
    stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  }
  await until('the API listens', () => /listens on port \d+/.test(log));
  address = `http://127.0.0.1:${/listens on port (\d+)/.exec(log)?.[1] ?? ''}/api/v1`;
});
afterAll(async () => {
  if (api?.exitCode === null) {
    api.kill();
    await once(api, 'exit');
  }
  await services?.stop();
});

type Headers = Record<string, string>;

async function send(method: string, path: string, headers: Headers, body?: unknown) {
  const reply = await fetch(`${address}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await reply.text();
  const secret = /"secret":"([^"]+)"/.exec(text)?.[1] ?? '';
  const cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { status: reply.status, secret, cookie };
}

async function addOlga(): Promise<void> {
  const database = openDatabase(services.databaseUrl);
  const { workspaceId } = await database.workspaces.ensure('local', 'local');
  const passwordHash = await new Passwords().hash(PASSWORD);
  const olga = { name: 'olga', passwordHash, admin: true, role: 'owner' } as const;
  await database.accounts.createUser(workspaceId, olga);
  await database.close();
}

it('no secret stands in what the API prints, also when things fail', async () => {
  await addOlga();
  const logIn = (password: string) => send('POST', '/session', {}, { name: 'olga', password });
  expect((await logIn(WRONG_PASSWORD)).status).toBe(401);
  const { status, cookie } = await logIn(PASSWORD);
  expect(status).toBe(200);
  const change = { current: PASSWORD, next: NEXT_PASSWORD };
  expect((await send('PUT', '/session/password', { cookie }, change)).status).toBe(204);
  const made = await send('POST', '/tokens', { cookie }, { name: 'ci', scope: 'owner' });
  const token = { authorization: `Bearer ${made.secret}` };
  const member = { name: 'nora', role: 'viewer', password: WRONG_PASSWORD };
  expect((await send('POST', '/members', { cookie }, member)).status).toBe(201);
  const hook = { url: 'https://example.org/?key=address-canary', events: ['run.failed'] };
  const webhook = await send('POST', '/webhooks', token, hook);
  expect([made.status, webhook.status]).toEqual([201, 201]);

  // What is not understood, is not stored because the bucket is away, and is not found because the database is.
  await send('POST', '/session', {}, `{"name":"olga","password":"${PASSWORD}"`);
  await send('POST', '/session', {}, { name: 'olga', password: PASSWORD, more: made.secret });
  await send('GET', `/runs?token=${made.secret}`, token);
  const line = '{"text":"a","label":"b"}\n{"text":"c","label":"d"}';
  const texts = { ...token, 'content-type': 'application/x-ndjson' };
  const lost = await send('POST', '/datasets?name=x&format=jsonl', texts, line);
  services.kill('postgres');
  const dark = await Promise.all([logIn(PASSWORD), send('GET', '/runs', token)]);
  for (const reply of [lost, ...dark]) expect(reply.status).toBeGreaterThanOrEqual(500);
  api.kill();
  await once(api, 'exit');

  const key = await readFile(join(services.home, 'webhook-key'));
  const startUp = await readFile(join(services.home, 'token'), 'utf8');
  const secrets = [
    ...[PASSWORD, NEXT_PASSWORD, WRONG_PASSWORD, made.secret, webhook.secret, 'address-canary'],
    ...[cookie.split('=')[1] ?? '', startUp.trim(), key.toString('base64'), key.toString('hex')],
    ...[...Object.values(GIVEN), DATABASE_PASSWORD, '$argon2id'],
  ];
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8);
    expect(log).not.toContain(secret);
  }
  expect(log).toMatch(/"method":"POST","path":"\/api\/v1\/session","status":401/);
  expect(log.split('\n').filter((entry) => /"level":[45]0/.test(entry)).length).toBeGreaterThan(1);
});
