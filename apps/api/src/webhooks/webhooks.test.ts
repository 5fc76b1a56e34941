import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { webhookMessageSchema } from '@graft/contracts';
import { openDatabase, type Database } from '@graft/db';
import { PLAN_FORMAT } from '@graft/plan';
import { startServices, until } from '@graft/testing/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from '../platform/api.fixture';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let server: Server;
let url: string;
let test: TestApi;
let database: Database;
let received: Received[] = [];
/** Statuses of the next answers; then 204. */
let answers: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 204, { location: '/elsewhere' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  url = `http://${host}/hook`;
  test = await startTestApi(startServices(['postgres']), { env: { GRAFT_WEBHOOK_HOSTS: host } });
  database = openDatabase(test.env['DATABASE_URL'] ?? '');
});
afterAll(async () => {
  await database?.close();
  await test?.stop();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received = [];
  answers = [];
});

async function addRun(): Promise<{ workspaceId: string; runId: string }> {
  const { workspaceId } = await database.workspaces.ensure('local', 'local');
  const { runId } = await database.runs.create({
    ...{ workspaceId, planDigest: 'x', nodeSteps: {}, overrides: {} },
    version: { pipelineId: null, graph: { name: 'Birds', nodes: [], edges: [] } },
    plan: { format: PLAN_FORMAT, interpreter: 1, steps: [], models: {} },
  });
  return { workspaceId, runId };
}

async function deliveries(webhookId: string) {
  return (await test.client.listDeliveries({ params: { webhookId } })).deliveries;
}

describe('a webhook', () => {
  it('is told once, signed as Standard Webhooks says, of the runs it wants to hear of', async () => {
    const hook = await test.client.createWebhook({ body: { url, events: ['run.failed'] } });
    const [good, bad] = [await addRun(), await addRun()];
    await database.runs.finish(good.workspaceId, good.runId, { state: 'succeeded' });
    const error = { code: 'data.empty', message: 'there is nothing to learn from' };
    await database.runs.finish(bad.workspaceId, bad.runId, { state: 'failed', error });
    await database.runs.finish(bad.workspaceId, bad.runId, { state: 'failed', error });
    await until(
      'it was told',
      async () => (await deliveries(hook.webhookId))[0]?.state === 'delivered',
    );
    expect(received).toHaveLength(1);
    const [{ headers, body }] = received as [Received];
    const message = webhookMessageSchema.parse(JSON.parse(body));
    expect(message).toMatchObject({
      ...{ type: 'run.failed', data: { runId: bad.runId, name: 'Birds', error } },
    });
    const secret = Buffer.from(hook.secret.replace('whsec_', ''), 'base64');
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const expected = createHmac('sha256', secret).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
    await test.client.deleteWebhook({ params: { webhookId: hook.webhookId } });
  });

  it('that does not take a message gets it again, under the same id; redirects are not followed', async () => {
    answers = [500, 302];
    const hook = await test.client.createWebhook({ body: { url, events: ['run.cancelled'] } });
    const run = await addRun();
    await database.runs.finish(run.workspaceId, run.runId, { state: 'cancelled' });
    const state = async () => (await deliveries(hook.webhookId))[0];
    await until('the first attempt failed', async () => (await state())?.problem != null);
    expect(await state()).toMatchObject({ state: 'waiting', problem: 'it answered 500' });
    await hurry();
    await until('so did the second', async () => (await state())?.problem === 'it answered 302');
    await hurry();
    await until('the third one is taken', async () => (await state())?.state === 'delivered');
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await test.client.deleteWebhook({ params: { webhookId: hook.webhookId } });
  });

  it('may not lead inside', async () => {
    const body = { url: 'http://127.0.0.1:1/', events: ['run.failed' as const] };
    await expect(test.client.createWebhook({ body })).rejects.toMatchObject({
      problem: { code: 'url.not_allowed', status: 422 },
    });
  });
});

/** Makes the messages that wait due now. */
async function hurry(): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: test.env['DATABASE_URL'] });
  await client.connect();
  await client.query(`UPDATE "WebhookDelivery" SET "nextAt" = now() WHERE "deliveredAt" IS NULL`);
  await client.end();
}
