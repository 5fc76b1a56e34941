import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { People, type Person } from './people.fixture';
import { bearer, sendTo, type Send } from './send-to.fixture';

let test: TestApi;
let people: People;
let owner: Person;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']), {
    env: { GRAFT_TRUSTED_PROXIES: 'loopback' },
  });
  people = new People(test);
  owner = await people.add(await people.localWorkspace(), 'olga', 'owner');
});
afterAll(async () => {
  await people.close();
  await test.stop();
});

const send: Send = (...asked) => sendTo(test, ...asked);

describe('the audit log', () => {
  it('tells who did what, without what they sent', async () => {
    const name = 'secret name of a draft';
    const draft = { format: 'graft.graph/1', nodes: [], edges: [] };
    const made = await send('POST', '/pipelines', bearer(owner.token), { name, draft });
    const path = `/pipelines/${String(made.body['pipelineId'])}`;
    await send('DELETE', path, bearer(owner.token));
    const { body } = await send('GET', '/audit?limit=2', bearer(owner.token));
    expect(body['entries']).toMatchObject([
      {
        action: 'deletePipeline',
        userId: owner.userId,
        subject: { pipelineId: made.body['pipelineId'] },
      },
      { action: 'createPipeline', userId: owner.userId, subject: {} },
    ]);
    expect(JSON.stringify(body)).not.toContain(name);
  });

  it('tells the owners of each of their workspaces whose log-in was refused, and nobody else', async () => {
    const { accounts } = people.database;
    const { workspaceId: second } = await accounts.createWorkspace('watched', owner.userId);
    const { workspaceId: third } = await accounts.createWorkspace('not hers', owner.userId);
    const tried = await people.add(owner.workspaceId, 'tried', 'viewer');
    await accounts.addMember(second, tried.userId, 'editor');
    const wrong = 'a password that is wrong';
    const from = { 'x-forwarded-for': '203.0.113.8' };
    const body = { name: 'tried', password: wrong };
    expect((await send('POST', '/session', from, body)).status).toBe(401);
    const end = new Date(Date.now() + 1e6);
    const logs = await Promise.all(
      [owner.workspaceId, second, third].map(async (workspaceId) => {
        const token = await people.giveToken({ ...owner, workspaceId }, 'owner', end);
        const { body } = await send('GET', '/audit', bearer(token));
        expect(JSON.stringify(body)).not.toContain(wrong);
        const entries = body['entries'] as { action: string; userId: string; subject: object }[];
        return entries.filter(({ userId }) => userId === tried.userId);
      }),
    );
    const refusal = { action: 'logIn.refused', subject: { address: '203.0.113.8' } };
    expect(logs).toMatchObject([[refusal], [refusal], []]);
  });

  it('cannot be rewritten, and shows it when somebody manages to', async () => {
    const { audit } = people.database;
    expect(await audit.verify()).toMatchObject({ state: 'whole' });
    const client = new pg.Client({ connectionString: test.env['DATABASE_URL'] });
    await client.connect();
    for (const sql of [
      `UPDATE "AuditEntry" SET action = 'nothing' WHERE seq = 2`,
      'DELETE FROM "AuditEntry" WHERE seq = 2',
      'TRUNCATE "AuditEntry"',
    ]) {
      await expect(client.query(sql)).rejects.toMatchObject({ code: 'GR002' });
    }
    // Whoever owns the database can take the trigger away; the chain still tells.
    await client.query('ALTER TABLE "AuditEntry" DISABLE TRIGGER USER');
    await client.query(`UPDATE "AuditEntry" SET action = 'nothing' WHERE seq = 2`);
    expect(await audit.verify()).toMatchObject({
      state: 'broken',
      seq: 2,
      reason: 'it was changed',
    });
    await client.query('DELETE FROM "AuditEntry" WHERE seq = 2');
    expect(await audit.verify()).toMatchObject({ state: 'broken', seq: 2 });
    await client.end();
  });
});
