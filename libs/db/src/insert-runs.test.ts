import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices } from '@graft/testing/services';
import { TestDatabase } from './database.fixture';
import { digestOf, makePlan, makeStep } from './test-run';
import { v7 } from './uuid';

let test: TestDatabase;
let workspaceId: string;

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
  workspaceId = await test.ensureWorkspace();
});

afterAll(() => test?.stop());

const accept = (at: number, more: { runId?: string; parentId?: string } = {}) =>
  test.database.runs.create({
    ...{
      workspaceId,
      planDigest: digestOf(`plan ${at}`),
      plan: makePlan([makeStep(`step-${at}`)]),
    },
    ...{ nodeSteps: { node: `step-${at}` }, overrides: { 'node.at': at } },
    version: { pipelineId: null, graph: { at } },
    ...more,
  });

/** What is stored of runs: each line is a run with what belongs to it. */
function listAccepted(runIds: readonly string[]) {
  return test.ask<Record<'at', string>>(
    `SELECT run."id", run."lastSeq", run."overrides"->>'node.at' AS "at", version."graph"->>'at' AS "graph",
            (SELECT string_agg("stepId", ',') FROM "StepRun" WHERE "runId" = run."id") AS "steps",
            (SELECT string_agg("seq" || "type", ',') FROM "RunEvent" WHERE "runId" = run."id") AS "events",
            (SELECT count(*)::int FROM "Outbox" WHERE "runId" = run."id") AS "outbox"
     FROM "Run" AS run JOIN "PipelineVersion" AS version ON version."id" = run."versionId"
     WHERE run."id" = ANY($1) ORDER BY (run."overrides"->>'node.at')::int`,
    [runIds],
  );
}

const whole = (runId: string, at: number) => ({
  ...{ id: runId, at: String(at), graph: String(at), steps: `step-${at}` },
  ...{ lastSeq: 1, events: '1run-state', outbox: 1 },
});

describe('runs that are accepted at the same time', () => {
  it('are each written whole', async () => {
    const accepted = await Promise.all(Array.from({ length: 80 }, (_, at) => accept(at)));
    expect(new Set(accepted.map(({ created }) => created))).toEqual(new Set([true]));
    const found = await listAccepted(accepted.map(({ runId }) => runId));
    expect(found).toEqual(accepted.map(({ runId }, at) => whole(runId, at)));
  });

  it('are one, where they have one id', async () => {
    const runId = v7();
    const others = [accept(100), accept(101)];
    const same = await Promise.all([
      accept(102, { runId }),
      accept(102, { runId }),
      accept(102, { runId }),
    ]);
    await Promise.all(others);
    expect(same.map(({ created }) => created)).toEqual([true, false, false]);
    expect(await listAccepted([runId])).toEqual([whole(runId, 102)]);
    expect(await accept(102, { runId })).toEqual({ runId, created: false });
  });

  it('do not fail with one that can’t be', async () => {
    const [first, orphan, last] = await Promise.allSettled([
      accept(200),
      accept(201, { parentId: v7() }),
      accept(202),
    ]);
    expect(orphan?.status).toBe('rejected');
    const ids = [first, last].flatMap((each) =>
      each?.status === 'fulfilled' ? [each.value.runId] : [],
    );
    expect((await listAccepted(ids)).map(({ at }) => at)).toEqual(['200', '202']);
  });
});
