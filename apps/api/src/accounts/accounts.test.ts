import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Passwords } from '../auth/passwords';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { readConfig } from '../platform/config';
import { startApi } from '../platform/start-api';
import { isLoopback, openAccess } from './open-access';
import { bearer, sendTo, type Headers, type Send } from './send-to.fixture';
import { PASSWORD, People, type Person } from './people.fixture';

let test: TestApi;
let people: People;
let owner: Person;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']), {
    env: { GRAFT_REQUESTS_PER_SECOND: '3', GRAFT_TRUSTED_PROXIES: 'loopback' },
  });
  people = new People(test);
  owner = await people.add(await people.localWorkspace(), 'olga', 'owner');
});
afterAll(async () => {
  await people.close();
  await test.stop();
});

const send: Send = (...asked) => sendTo(test, ...asked);
const logIn = (name: string, password: string) => send('POST', '/session', {}, { name, password });

async function logInAs(name: string, password = PASSWORD): Promise<Headers> {
  const reply = await logIn(name, password);
  expect(reply.status).toBe(200);
  return { cookie: (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

describe('a session', () => {
  it('is a cookie that scripts, other sites and other paths never see', async () => {
    const reply = await logIn('olga', PASSWORD);
    expect(reply.headers.get('set-cookie')).toMatch(
      /^__Host-graft=[\w-]{43}; Max-Age=\d+; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );
    expect(reply.body).toMatchObject({ user: { name: 'olga' }, via: 'session' });
    expect(JSON.stringify(reply.body)).not.toContain('$argon2');
  });

  it('opens what the person may, and nothing any more once it has ended', async () => {
    const session = await logInAs('olga');
    expect((await send('GET', '/runs', session)).status).toBe(200);
    const out = await send('DELETE', '/session', session);
    expect([out.status, out.headers.get('set-cookie')]).toEqual([
      204,
      '__Host-graft=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax',
    ]);
    expect((await send('GET', '/runs', session)).status).toBe(401);
  });

  it('is refused to a page of another site', async () => {
    const session = await logInAs('olga');
    const foreign = await send('POST', '/tokens', { ...session, origin: 'http://evil.test' }, {});
    expect([foreign.status, foreign.body['code']]).toEqual([403, 'origin.not_allowed']);
  });

  it('moves between the workspaces of its person only', async () => {
    const other = await people.database.accounts.createWorkspace('second', owner.userId);
    const stranger = await people.database.workspaces.ensure('third', 'stranger');
    const session = await logInAs('olga');
    const workspaceId = other.workspaceId;
    const moved = await send('PUT', '/session/workspace', session, { workspaceId });
    expect(moved.body).toMatchObject({ workspace: { workspaceId, name: 'second' } });
    expect((await send('GET', '/session', session)).body).toMatchObject({
      workspace: { workspaceId },
    });
    const denied = await send('PUT', '/session/workspace', session, {
      workspaceId: stranger.workspaceId,
    });
    expect(denied.status).toBe(404);
  });

  it('ends in every other browser when the password changes', async () => {
    await people.add(owner.workspaceId, 'petra', 'viewer');
    const [here, elsewhere] = [await logInAs('petra'), await logInAs('petra')];
    const next = 'a much better password';
    const wrong = await send('PUT', '/session/password', here, { current: 'no', next });
    expect(wrong.status).toBe(401);
    const right = await send('PUT', '/session/password', here, { current: PASSWORD, next });
    expect(right.status).toBe(204);
    expect((await send('GET', '/session', here)).status).toBe(200);
    expect((await send('GET', '/session', elsewhere)).status).toBe(401);
    expect((await logIn('petra', PASSWORD)).status).toBe(401);
    await logInAs('petra', next);
  });
});

describe('a wrong password', () => {
  it('is answered like a name that nobody has', async () => {
    const [wrong, unknown] = [await logIn('olga', 'wrong'), await logIn('nobody', 'wrong')];
    const parts = ({ status, body }: typeof wrong) => [status, body['code'], body['detail']];
    expect(parts(wrong)).toEqual(parts(unknown));
    expect(wrong.status).toBe(401);
    expect((await logIn('local', '')).status).toBe(400);
    expect((await logIn('local', 'x')).status).toBe(401);
  });

  it('is counted by the address that a trusted proxy names, not by that of the proxy', async () => {
    const from = { 'x-forwarded-for': '203.0.113.7' };
    await send('POST', '/session', from, { name: 'nobody', password: 'wrong' });
    await logIn('nobody', 'wrong');
    const client = new pg.Client({ connectionString: test.env['DATABASE_URL'] });
    await client.connect();
    const { rows } = await client.query<{ subject: { address: string } }>(
      `SELECT subject FROM "AuditEntry" WHERE action = 'logIn.refused' ORDER BY seq DESC LIMIT 2`,
    );
    await client.end();
    expect(rows.map(({ subject }) => subject.address)).toEqual(['127.0.0.1', '203.0.113.7']);
  });

  it('locks the account for a while after ten, for the right one too', async () => {
    await people.add(owner.workspaceId, 'mallory', 'viewer');
    for (let tries = 0; tries < 10; tries += 1) await logIn('Mallory', `${tries}`);
    const refused = await logIn('mallory', PASSWORD);
    expect([refused.status, refused.body['code']]).toEqual([429, 'login.too_many_failures']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('in a flood is refused quickly, and others are served meanwhile', async () => {
    const flood = Array.from({ length: 60 }, (_, index) => logIn(`somebody ${index}`, 'wrong'));
    const others = await Promise.all([1, 2, 3].map(() => send('GET', '/runs', bearer(test.token))));
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
    const replies = await Promise.all(flood);
    const refused = replies.filter(({ status }) => status !== 401 && status !== 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, headers, body } of refused) {
      expect([status, body['code']]).toEqual([503, 'server.overloaded']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });
});

describe('an API token', () => {
  it('may what its scope says and never more than its person', async () => {
    const session = { cookie: await people.openSession(owner, new Date(Date.now() + 1e6)) };
    const made = await send('POST', '/tokens', session, { name: 'ci', scope: 'viewer' });
    expect(made.status).toBe(201);
    const secret = made.body['secret'] as string;
    expect(secret).toMatch(/^graft_[\w-]{43}$/);
    expect((await send('GET', '/members', bearer(secret))).status).toBe(200);
    expect((await send('GET', '/audit', bearer(secret))).status).toBe(403);
    expect(
      (await send('POST', '/tokens', bearer(secret), { name: 'x', scope: 'owner' })).status,
    ).toBe(403);
    const listed = await send('GET', '/tokens', session);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    const tokenId = made.body['tokenId'] as string;
    expect((await send('DELETE', `/tokens/${tokenId}`, session)).status).toBe(204);
    expect((await send('GET', '/members', bearer(secret))).status).toBe(401);
  });

  it('is stored as a digest', async () => {
    const client = new pg.Client({ connectionString: test.env['DATABASE_URL'] });
    await client.connect();
    const { rows } = await client.query('SELECT * FROM "ApiToken"');
    const users = await client.query<{ passwordHash: string | null }>('SELECT * FROM "User"');
    await client.end();
    expect(JSON.stringify(rows)).not.toContain(owner.token.slice(6));
    for (const { passwordHash } of users.rows) {
      if (passwordHash !== null) expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1/);
    }
  });
});

describe('members', () => {
  it('are added by owners, new accounts by administrators only', async () => {
    const body = { name: 'nora', role: 'viewer', password: PASSWORD };
    const denied = await send('POST', '/members', bearer(owner.token), body);
    expect([denied.status, denied.body['code']]).toEqual([403, 'admin.required']);
    const made = await send('POST', '/members', bearer(test.token), { ...body, admin: true });
    expect(made.body).toMatchObject({ name: 'nora', role: 'viewer', admin: true });
    const { workspaceId } = await people.database.accounts.createWorkspace(
      'nora only',
      owner.userId,
    );
    const token = await people.giveToken(
      { workspaceId, userId: owner.userId },
      'owner',
      new Date(Date.now() + 1e6),
    );
    const let_in = await send('POST', '/members', bearer(token), { name: 'nora', role: 'editor' });
    expect(let_in.status).toBe(201);
    const again = await send('POST', '/members', bearer(token), { name: 'nora', role: 'editor' });
    expect(again.body['code']).toBe('member.known');
  });

  it('who leave take their sessions and tokens with them', async () => {
    const gone = await people.add(owner.workspaceId, 'gustav', 'editor');
    const session = { cookie: await people.openSession(gone, new Date(Date.now() + 1e6)) };
    const path = `/members/${gone.userId}`;
    expect((await send('DELETE', path, bearer(owner.token))).status).toBe(204);
    expect((await send('GET', '/runs', session)).status).toBe(401);
    expect((await send('GET', '/runs', bearer(gone.token))).status).toBe(401);
  });

  it('always have an owner among them', async () => {
    const { workspaceId } = await people.database.accounts.createWorkspace('small', owner.userId);
    const { userId } = owner;
    const token = await people.giveToken(
      { workspaceId, userId },
      'owner',
      new Date(Date.now() + 1e6),
    );
    const path = `/members/${userId}`;
    const demoted = await send('PUT', path, bearer(token), { role: 'viewer' });
    expect([demoted.status, demoted.body['code']]).toEqual([409, 'member.last-owner']);
    expect((await send('DELETE', path, bearer(token))).body['code']).toBe('member.last-owner');
  });
});

describe('rate limits', () => {
  it('answer 429 with a time to wait, and hold nobody else back', async () => {
    const busy = await people.add(owner.workspaceId, 'busy', 'viewer');
    const calm = await people.add(owner.workspaceId, 'calm', 'viewer');
    const refused: Headers[] = [];
    for (let asked = 0; asked < 300 && refused.length === 0; asked += 1) {
      const { status, headers } = await send('GET', '/session', bearer(busy.token));
      if (status === 429) refused.push(Object.fromEntries(headers.entries()));
    }
    expect(Number(refused[0]?.['retry-after'])).toBeGreaterThan(0);
    expect((await send('GET', '/session', bearer(calm.token))).status).toBe(200);
  });
});

describe('an address that other machines can reach', () => {
  it('is not opened before there is an administrator, and not to the local token', async () => {
    expect(['127.0.0.1', '::1', 'localhost', '127.3.0.1'].map(isLoopback)).not.toContain(false);
    expect(['0.0.0.0', '::', '10.0.0.1', 'graft', '127.evil.test'].map(isLoopback)).not.toContain(
      true,
    );
    const services = await startServices(['postgres']);
    const env = { ...test.env, ...services.env, GRAFT_HOST: '0.0.0.0', GRAFT_HOME: services.home };
    await expect(startApi(readConfig(env))).rejects.toMatchObject({ code: 'admin.missing' });
    await services.stop();
    const admin = await people.add(owner.workspaceId, 'ada', 'owner', { admin: true });
    expect(admin.name).toBe('ada');
    const config = { ...readConfig(env), host: '0.0.0.0' };
    const access = await openAccess(config, people.database, new Passwords());
    expect(access.local).toBeNull();
  });
});
