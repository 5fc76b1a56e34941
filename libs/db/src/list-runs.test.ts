import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestDatabase } from './database.fixture';
import { makePlan } from './test-run';
import { v7 } from './uuid';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
});
afterAll(() => test.stop());

const addNamed = async (workspaceId: string, name?: string) => {
  const { runId } = await test.database.runs.create({
    workspaceId,
    version: { pipelineId: null, graph: { format: 'graft.graph/1', name, nodes: [], edges: [] } },
    ...{ plan: makePlan([]), planDigest: 'none', nodeSteps: { train: 'train-1' }, overrides: {} },
  });
  return runId;
};

describe('the list of runs', () => {
  it('has the newest first, page by page, of its own workspace only', async () => {
    const { runs, workspaces } = test.database;
    const { workspaceId } = await workspaces.ensure('one', 'anna');
    const { workspaceId: another } = await workspaces.ensure('two', 'ben');
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) ids.unshift(await addNamed(workspaceId, `run ${at}`));
    const foreign = await addNamed(another, 'foreign');
    const listed = async (page: { limit: number; after?: string }) =>
      (await runs.list(workspaceId, page)).map(({ id }) => id);
    expect(await listed({ limit: 10 })).toEqual(ids);
    expect(await listed({ limit: 2 })).toEqual(ids.slice(0, 2));
    expect(await listed({ limit: 2, after: ids[1] ?? '' })).toEqual(ids.slice(2, 4));
    expect(await listed({ limit: 2, after: ids[4] ?? '' })).toEqual([]);
    for (const after of [foreign, v7()]) expect(await listed({ limit: 2, after })).toEqual([]);
  });

  it('tells what the graph is called, how far a run is and why it failed', async () => {
    const { runs, workspaces } = test.database;
    const { workspaceId } = await workspaces.ensure('three', 'anna');
    const failed = await addNamed(workspaceId, 'birds');
    await addNamed(workspaceId);
    const error = {
      code: 'train.nan-loss',
      message: 'the loss is not a number',
      stepId: 'train-1',
    };
    await runs.finish(workspaceId, failed, { state: 'failed', error });
    expect(await runs.list(workspaceId, { limit: 10 })).toEqual([
      expect.objectContaining({ name: null, state: 'waiting', error: null, finishedAt: null }),
      {
        ...{ id: failed, name: 'birds', state: 'failed', error, priority: 'normal' },
        ...{ parentId: null, pipelineId: null, nodeSteps: { train: 'train-1' }, startedAt: null },
        ...{ createdAt: expect.any(Date), finishedAt: expect.any(Date) },
      },
    ]);
  });
});
