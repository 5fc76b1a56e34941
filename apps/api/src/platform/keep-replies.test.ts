import { ApiProblem, type Client } from '@graft/contracts';
import { openDatabase, type Database } from '@graft/db';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from './api.fixture';

let test: TestApi;
let client: Client;
let database: Database;

const draft = { format: 'graft.graph/1' as const, nodes: [], edges: [] };
const settle = (call: Promise<unknown>) =>
  call.then(
    (reply) => ({ reply }),
    (error: unknown) => ({ problem: error instanceof ApiProblem ? error.problem : error }),
  );

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  client = test.client;
  database = openDatabase(test.env['DATABASE_URL'] ?? '');
});
afterAll(async () => {
  await database.close();
  await test.stop();
});

describe('a request with an Idempotency-Key', () => {
  it('makes one thing, however often and at once it is sent, and is answered the same', async () => {
    const send = () => client.createPipeline({ body: { name: 'one', draft }, idempotencyKey: 'a' });
    const settled = await Promise.all(Array.from({ length: 12 }, () => settle(send())));
    for (const each of settled) {
      if ('problem' in each) {
        expect(each.problem).toMatchObject({ status: 409, code: 'idempotency_key.in_use' });
      }
    }
    const made = await send();
    for (const each of settled) if ('reply' in each) expect(each.reply).toEqual(made);
    const { pipelines } = await client.listPipelines();
    expect(pipelines.filter(({ name }) => name.startsWith('one'))).toHaveLength(1);
  });

  it('that says something else under the key is refused', async () => {
    const other = client.createPipeline({ body: { name: 'two', draft }, idempotencyKey: 'a' });
    expect(await settle(other)).toMatchObject({
      problem: { status: 422, code: 'idempotency_key.reused' },
    });
  });

  it('and was refused leaves the key free', async () => {
    const taken = () =>
      client.createPipeline({ body: { name: 'one', draft }, idempotencyKey: 'b' });
    for (let time = 0; time < 2; time += 1) {
      expect(await settle(taken())).toMatchObject({ problem: { code: 'pipeline.name-taken' } });
    }
    const free = client.createPipeline({ body: { name: 'three', draft }, idempotencyKey: 'b' });
    expect(await settle(free)).toMatchObject({ reply: { name: 'three' } });
  });

  it('makes one webhook and one schedule, whose ids the key decides', async () => {
    const body = { url: 'https://example.org/hook', events: ['run.failed' as const] };
    const hook = () => client.createWebhook({ body, idempotencyKey: 'a' });
    const hooks = await Promise.all([hook(), hook(), hook()]);
    expect(new Set(hooks.map(({ webhookId }) => webhookId)).size).toBe(1);
    expect(new Set(hooks.map(({ secret }) => secret)).size).toBe(1);
    expect((await client.listWebhooks()).webhooks).toHaveLength(1);
    const elsewhere = { ...body, url: 'https://example.org/other' };
    const changed = client.createWebhook({ body: elsewhere, idempotencyKey: 'a' });
    expect(await settle(changed)).toMatchObject({ problem: { code: 'idempotency_key.reused' } });

    const { pipelineId } = await client.createPipeline({ body: { name: 'nightly', draft } });
    const nightly = (cron: string) =>
      client.createSchedule({
        body: { pipelineId, trigger: { type: 'cron', cron, timezone: 'UTC' } },
        idempotencyKey: 'a',
      });
    const [first, again] = [await nightly('0 3 * * *'), await nightly('0 3 * * *')];
    expect(again).toEqual(first);
    expect(await settle(nightly('0 4 * * *'))).toMatchObject({
      problem: { code: 'idempotency_key.reused' },
    });
    expect((await client.listSchedules()).schedules).toHaveLength(1);
  });
});

describe('a kept reply', () => {
  it('is one of its workspace and route, waits for its first answer, and is forgotten', async () => {
    const { workspaceId } = await database.workspaces.ensure('local', 'local');
    const second = await database.workspaces.ensure('second', 'other');
    const request = { workspaceId, route: 'createPipeline', key: 'k', requestDigest: 'x' };
    const { replies } = database;
    expect(await replies.claim(request)).toEqual({ state: 'new' });
    expect(await replies.claim(request)).toEqual({ state: 'busy' });
    expect(await replies.claim({ ...request, requestDigest: 'y' })).toEqual({ state: 'other' });
    const strange = [{ workspaceId: second.workspaceId }, { route: 'importBase' }];
    for (const each of strange) {
      expect(await replies.claim({ ...request, ...each })).toEqual({ state: 'new' });
    }
    await replies.keep(request, { made: 1 });
    await replies.release(request);
    expect(await replies.claim(request)).toEqual({ state: 'replied', reply: { made: 1 } });
    expect(await replies.forget(new Date(0))).toBe(0);
    expect(await replies.forget(new Date(Date.now() + 60_000))).toBeGreaterThan(2);
    expect(await replies.claim(request)).toEqual({ state: 'new' });
  });
});
