import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Plan } from '@graft/plan';
import { startServices } from '@graft/testing/services';
import { TestDatabase } from './database.fixture';
import { dropUnnamedModels, dropUnnamedPlans } from './drop-unnamed';
import { insertRuns } from './insert-runs';
import { openPrisma, type Client } from './prisma';
import { digestOf, makePlan, makeStep } from './test-run';
import { v7 } from './uuid';

let test: TestDatabase;
/** Another connection, as of another process. */
let other: Client;
let workspaceId: string;

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
  other = openPrisma(test.services.databaseUrl);
  workspaceId = await test.ensureWorkspace();
});

afterAll(async () => {
  await other?.$disconnect();
  await test?.stop();
});

const FAR = new Date('2020-01-01');
const SOON = new Date(Date.now() + 60_000);

type Spec = Plan['models'][string];

const spec: Spec = {
  ...{ format: 'graft.model/1', input: { kind: 'vector', size: 4 } },
  layers: [
    {
      ...{ name: 'input', class: 'InputLayer', config: {}, inbound: [], outputShape: [4] },
      ...{ trainable: false, weights: [], block: 'stem' },
    },
  ],
  ...{ output: 'input', featureLayer: null, labels: null },
};

const model = digestOf('7');

const runOf = (mark: string, pipelineId: string | null = null) => ({
  ...{ workspaceId, planDigest: `plan-${mark}`, nodeSteps: {}, overrides: {} },
  plan: { ...makePlan([makeStep(mark)]), models: { [model]: spec } },
  version: { pipelineId, graph: { mark } },
});

const accept = async (mark: string, pipelineId: string | null = null) =>
  (await test.database.runs.create(runOf(mark, pipelineId))).runId;

/** As retention does it with a run that ended long ago. */
async function forgetRun(runId: string): Promise<void> {
  for (const table of ['RunEvent', 'StepRun', 'Outbox'])
    await test.ask(`DELETE FROM "${table}" WHERE "runId" = $1`, [runId]);
  await test.ask('DELETE FROM "Run" WHERE "id" = $1', [runId]);
}

const listPlans = async () =>
  (await test.ask<{ digest: string }>('SELECT "digest" FROM "Plan" ORDER BY 1')).map(
    ({ digest }) => digest,
  );

const countModels = async () => (await test.ask('SELECT FROM "PlanModel"')).length;

const removeVersions = (before = SOON) =>
  test.database.retention.removeVersions(workspaceId, before, 100);
const removePlans = (before = SOON) =>
  test.database.retention.removePlans(workspaceId, before, 100);
const removePlanModels = () => test.database.retention.removePlanModels(workspaceId, SOON, 100);

/** Until somebody waits for a lock that another holds. */
async function awaitBlocked(): Promise<void> {
  for (;;) {
    const waiting = await test.ask(
      `SELECT FROM pg_stat_activity WHERE "datname" = current_database() AND "wait_event_type" = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}

describe('plans, models and versions that nothing names', () => {
  it('go by age, those that a run names never', async () => {
    const [gone, kept] = [await accept('gone'), await accept('kept')];
    await forgetRun(gone);
    expect([await removePlans(FAR), await removeVersions(FAR)]).toEqual([0, 0]);
    const found = await test.database.retention.countUnnamed(workspaceId, SOON);
    expect(found).toEqual({ versions: 1, plans: 1 });
    expect([await removePlans(), await removeVersions()]).toEqual([1, 1]);
    expect(await listPlans()).toEqual(['plan-kept']);
    expect([await removePlanModels(), await countModels()]).toEqual([0, 1]);
    await forgetRun(kept);
    expect([await removePlans(), await removePlanModels(), await countModels()]).toEqual([1, 1, 0]);
    expect(await removeVersions()).toBe(1);
  });

  it('of a pipeline stay where they have a name or are its newest; another workspace is another', async () => {
    const { database } = test;
    const pipeline = await database.pipelines.create(workspaceId, 'p', { nodes: [] });
    const runs = [await accept('v1', pipeline.id), await accept('v2', pipeline.id)];
    await database.versions.keep(workspaceId, pipeline.id, { name: 'mine', revision: 1 });
    runs.push(await accept('v4', pipeline.id));
    for (const run of runs) await forgetRun(run);
    expect(await database.retention.removeVersions(v7(), SOON, 100)).toBe(0);
    expect(await removeVersions()).toBe(2);
    const page = { limit: 10, named: false };
    const left = await database.versions.list(workspaceId, pipeline.id, page);
    expect(left.map(({ number, name }) => [number, name])).toEqual([
      [4, null],
      [3, 'mine'],
    ]);
    await database.pipelines.delete(workspaceId, pipeline.id);
    expect(await removeVersions()).toBe(2);
    await removePlans();
    await removePlanModels();
  });

  /*  accepting:  BEGIN ── names what is old ────────────────────── COMMIT
      removing:                                   asks, removes             */
  it.each([
    ['a plan', 'plan'],
    ['a model that is known to be stored', 'known'],
    ['a model that is sent again', 'sent'],
  ])('stay while a run is being accepted that names %s', async (_, what) => {
    await forgetRun(await accept('old'));
    if (what !== 'plan') await test.ask('DELETE FROM "Plan"');
    const [runId, known] = [v7(), what === 'sent' ? [] : [model]];
    await other.$transaction(async (tx) => {
      const inserted = await insertRuns(tx, [{ run: runOf('old'), runId, number: 1, known }]);
      expect(inserted).toEqual(['created']);
      expect([await removePlans(), await removePlanModels()]).toEqual([0, 0]);
    });
    expect(await test.database.runs.findPlan(workspaceId, runId)).toEqual(runOf('old').plan);
    await forgetRun(runId);
    expect([await removePlans(), await removePlanModels()]).toEqual([1, 1]);
  });

  /*  removing:   BEGIN ── removes ──────────────────── COMMIT
      accepting:                     names them, waits ──────── writes them again   */
  it('are written again by a run that is accepted while they go', async () => {
    await forgetRun(await accept('old'));
    const accepted = await other.$transaction(async (tx) => {
      expect(await dropUnnamedPlans(tx, workspaceId, SOON, 100)).toBe(1);
      expect(await dropUnnamedModels(tx, workspaceId, SOON, 100)).toBe(1);
      // This process knows the model to be stored: it sends the digest only.
      const accepting = accept('old');
      await awaitBlocked();
      return { accepting };
    });
    const runId = await accepted.accepting;
    expect(await test.database.runs.findPlan(workspaceId, runId)).toEqual(runOf('old').plan);
  });
});
