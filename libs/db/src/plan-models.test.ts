import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Plan } from '@graft/plan';
import { startServices } from '@graft/testing/services';
import { openDatabase } from './database';
import { TestDatabase } from './database.fixture';
import { digestOf, makePlan, makeStep } from './test-run';

let test: TestDatabase;
let workspaceId: string;

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
  workspaceId = await test.ensureWorkspace();
});

afterAll(() => test?.stop());

type Spec = Plan['models'][string];

const specOf = (size: number): Spec => ({
  ...{ format: 'graft.model/1', input: { kind: 'vector', size } },
  layers: [
    {
      ...{ name: 'input', class: 'InputLayer', config: {}, inbound: [], outputShape: [size] },
      ...{ trainable: false, weights: [], block: 'stem' },
    },
  ],
  ...{ output: 'input', featureLayer: null, labels: null },
});

const planOf = (step: string, models: Plan['models']): Plan => ({
  ...makePlan([makeStep(step)]),
  models,
});

async function accept(plan: Plan, planDigest: string): Promise<string> {
  const { runId } = await test.database.runs.create({
    ...{ workspaceId, planDigest, plan, nodeSteps: {}, overrides: {} },
    version: { pipelineId: null, graph: {} },
  });
  return runId;
}

/** As a process reads it that has seen no plan before. */
async function read(runId: string): Promise<Plan> {
  const other = openDatabase(test.services.databaseUrl);
  try {
    return await other.runs.findPlan(workspaceId, runId);
  } finally {
    await other.close();
  }
}

async function listStored(): Promise<string[]> {
  const stored = await test.ask<{ digest: string }>(
    'SELECT "digest" FROM "PlanModel" ORDER BY "digest"',
  );
  return stored.map(({ digest }) => digest);
}

describe('the models of plans', () => {
  const [small, large] = [digestOf('1'), digestOf('2')];

  it('are stored once for all plans that name them, and come back with each', async () => {
    const first = planOf('a', { [small]: specOf(1) });
    const second = planOf('b', { [small]: specOf(1), [large]: specOf(2) });
    const runs = [await accept(first, 'first'), await accept(second, 'second')];
    expect(await listStored()).toEqual([small, large]);
    expect(await Promise.all(runs.map(read))).toEqual([first, second]);
  });

  it('are written again where they were known but are gone', async () => {
    await test.ask('DELETE FROM "PlanModel"');
    const plan = planOf('c', { [small]: specOf(1), [large]: specOf(2) });
    const runId = await accept(plan, 'third');
    expect(await read(runId)).toEqual(plan);
    expect(await listStored()).toEqual([small, large]);
  });

  it('stand in the plans of earlier versions, which are read as they are', async () => {
    const plan = planOf('d', { [digestOf('3')]: specOf(3) });
    await test.ask('INSERT INTO "Plan" ("workspaceId", "digest", "body") VALUES ($1, $2, $3)', [
      workspaceId,
      'old',
      JSON.stringify(plan),
    ]);
    expect(await read(await accept(planOf('d', {}), 'old'))).toEqual(plan);
  });
});
