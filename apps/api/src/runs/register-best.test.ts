import type { Client } from '@graft/contracts';
import { openDatabase, type Database } from '@graft/db';
import type { Graph } from '@graft/graph';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { importColours } from '../datasets/colours.fixture';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { refusal } from '../platform/refusal.fixture';
import { colourGraph as graph } from './draw-graph.fixture';

const CHOSEN = { 'train.learningRate': 0.01 };
const VARY = { field: 'train.learningRate', values: [0.1, 0.01] };

let services: ReturnType<typeof startServices>;
let test: TestApi;
let client: Client;
let database: Database;
let workspaceId: string;

beforeAll(async () => {
  services = startServices(['postgres']);
  test = await startTestApi(services);
  client = test.client;
  database = openDatabase(test.env['DATABASE_URL'] ?? '');
  ({ workspaceId } = await database.workspaces.ensure('local', 'local'));
  await importColours(client);
});
afterAll(async () => {
  await database.close();
  await test.stop();
});

const startVaried = async (options: { registerBest?: boolean } = {}) =>
  (await client.startRun({ body: { graph, vary: { ...VARY, ...options } } })).runId;
const look = (runId: string) => client.getRun({ params: { runId } });
const press = (runId: string) => client.registerBest({ params: { runId } });

/** What a worker does that has compared the trainings of a run; the trainings themselves don't matter here. */
async function compareSettings(runId: string): Promise<void> {
  const { steps } = await look(runId);
  const choice = steps.find(({ kind }) => kind === 'choose-setting');
  const place = { workspaceId, runId, stepId: choice?.stepId ?? '' };
  const taken = await database.steps.takeFence(place, 'worker');
  if (!taken.taken) throw new Error('the step cannot be taken');
  await database.steps.commit(taken.hold, {
    outputs: { artifacts: {}, summary: { chosen: CHOSEN } },
    ...{ provenance: {}, effects: [], state: 'succeeded', reason: null },
    ...{ publishAs: null, changed: false },
  });
}

async function query(text: string, values: unknown[]): Promise<void> {
  const direct = new pg.Client(test.env['DATABASE_URL']);
  await direct.connect();
  await direct.query(text, values);
  await direct.end();
}

async function forgetBest(runId: string): Promise<void> {
  await query('UPDATE "BestWish" SET "bestId" = NULL WHERE "runId" = $1', [runId]);
}

async function endWell(runId: string): Promise<void> {
  await compareSettings(runId);
  await database.runs.finish(workspaceId, runId, { state: 'succeeded' });
}

/** Resolves when the API has said what becomes of a wish. */
async function settled(runId: string) {
  for (;;) {
    const { best } = await look(runId);
    if (best !== null && best.state !== 'wanted') return best;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the best one of a run that tries settings', () => {
  it('is registered by one run, however often and by however many it is asked for', async () => {
    const runId = await startVaried();
    expect((await look(runId)).best).toBeNull();
    expect((await look(runId)).steps.map(({ kind }) => kind)).not.toContain('evaluate');
    await endWell(runId);
    const answers = await Promise.all(Array.from({ length: 6 }, () => press(runId)));
    expect(new Set(answers.map((answer) => answer.runId)).size).toBe(1);
    const best = await look(answers[0]?.runId ?? '');
    expect(best).toMatchObject({ parentId: runId, overrides: CHOSEN });
    // Only this one reads the test part, once.
    expect(best.steps.map(({ kind }) => kind)).toEqual(['train', 'evaluate', 'register-model']);
    const { nodes, edges } = best.graph as unknown as Graph;
    const added = nodes.find(({ kind }) => kind === 'register-model');
    expect(added).toMatchObject({ params: { name: 'colours' } });
    expect(edges.filter(({ to }) => to.node === added?.id).map(({ from }) => from)).toEqual([
      { node: 'train', port: 'model' },
      { node: 'evaluate', port: 'report' },
    ]);
    const { children, best: registration } = await look(runId);
    expect(children).toEqual([best.runId]);
    expect(registration).toEqual({ state: 'started', runId: best.runId, problem: null });
  });

  it('is registered when the run has ended, where that was wished before', async () => {
    const [early, later] = [await startVaried({ registerBest: true }), await startVaried()];
    expect((await look(early)).best).toMatchObject({ state: 'wanted', runId: null });
    expect(await press(later)).toMatchObject({ state: 'wanted', runId: null });
    await Promise.all([early, later].map(endWell));
    for (const runId of [early, later]) {
      const { state, runId: bestId } = await settled(runId);
      expect(state).toBe('started');
      expect((await look(runId)).children).toEqual([bestId]);
    }
  });

  it('is registered by the API that comes after one that died, and not again', async () => {
    const [wished, started] = [await startVaried({ registerBest: true }), await startVaried()];
    await endWell(started);
    const { runId: bestId } = await press(started);
    await compareSettings(wished);
    await test.api.close();
    // As if it had died after the run was accepted and before it was noted.
    await forgetBest(started);
    await database.runs.finish(workspaceId, wished, { state: 'succeeded' });
    test = await startTestApi(services);
    client = test.client;
    expect(await settled(wished)).toMatchObject({ state: 'started' });
    expect(await settled(started)).toMatchObject({ runId: bestId });
    for (const runId of [wished, started]) {
      expect((await look(runId)).children).toHaveLength(1);
    }
  });

  it('is asked for again where the run that was to register it has ended badly', async () => {
    const runId = await startVaried();
    await endWell(runId);
    const first = (await press(runId)).runId ?? '';
    await database.runs.finish(workspaceId, first, { state: 'cancelled' });
    expect((await look(runId)).best).toMatchObject({ state: 'refused', runId: null });
    const again = await Promise.all(Array.from({ length: 3 }, () => press(runId)));
    const [second = ''] = new Set(again.map((answer) => answer.runId ?? ''));
    expect(again).toEqual(
      Array.from({ length: 3 }, () => ({ state: 'started', runId: second, problem: null })),
    );
    expect((await look(runId)).children).toEqual([first, second]);
    const error = { code: 'engine.died', message: 'The engine died.' };
    await database.runs.finish(workspaceId, second, { state: 'failed', error });
    const third = (await press(runId)).runId ?? '';
    expect((await look(runId)).children).toEqual([first, second, third]);
    expect(await press(runId)).toMatchObject({ state: 'started', runId: third });
  });

  it('is the run that is there, even where it could not be planned any more', async () => {
    const runId = await startVaried();
    await endWell(runId);
    const { runId: bestId } = await press(runId);
    // As if the API had died after the run was accepted and before it was noted, and its data were gone.
    await forgetBest(runId);
    const rename = 'UPDATE "Dataset" SET "name" = $2 WHERE "name" = $1';
    await query(rename, ['colours', 'elsewhere']);
    const answer = await press(runId);
    await query(rename, ['elsewhere', 'colours']);
    expect(answer).toEqual({ state: 'started', runId: bestId, problem: null });
  });

  it('is said not to be where a person has skipped the comparison', async () => {
    const [wished, asked] = [await startVaried({ registerBest: true }), await startVaried()];
    for (const runId of [wished, asked]) {
      await database.runs.finish(workspaceId, runId, { state: 'succeeded' });
    }
    expect(await settled(wished)).toMatchObject({ state: 'refused', runId: null });
    expect(await press(asked)).toMatchObject({ state: 'refused', runId: null });
  });

  it('is not wished by a call that is refused for its key', async () => {
    const idempotencyKey = 'tries-without-a-wish';
    const { runId } = await client.startRun({ idempotencyKey, body: { graph, vary: VARY } });
    const other = { ...VARY, values: [0.1, 0.001], registerBest: true };
    const attempt = client.startRun({ idempotencyKey, body: { graph, vary: other } });
    expect(await refusal(attempt)).toMatchObject({ code: 'idempotency_key.reused' });
    expect((await look(runId)).best).toBeNull();
  });

  it('is part of what a key stands for', async () => {
    for (const registerBest of [true, false]) {
      const idempotencyKey = `wishes-${String(registerBest)}`;
      const send = (wish: boolean) =>
        client.startRun({ idempotencyKey, body: { graph, vary: { ...VARY, registerBest: wish } } });
      const { runId } = await send(registerBest);
      expect(await refusal(send(!registerBest))).toMatchObject({ code: 'idempotency_key.reused' });
      expect((await look(runId)).best === null).toBe(!registerBest);
      // A wish of later is none of that call: sent again, it finds its run.
      await press(runId);
      expect(await send(registerBest)).toMatchObject({ runId });
    }
  });

  it('is said not to be where the run the run tried nothing, or did not come to its end', async () => {
    const plain = await client.startRun({ body: { graph } });
    expect(await refusal(press(plain.runId))).toMatchObject({
      ...{ status: 409, code: 'run.tries-nothing' },
    });
    const wished = await startVaried({ registerBest: true });
    await database.runs.finish(workspaceId, wished, { state: 'cancelled' });
    expect(await settled(wished)).toMatchObject({ state: 'refused', runId: null });
    expect(await refusal(press(wished))).toMatchObject({ status: 409, code: 'run.no-best' });
    expect((await look(wished)).children).toEqual([]);
  });
});
