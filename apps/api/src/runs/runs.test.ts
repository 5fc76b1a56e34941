import type { Client } from '@graft/contracts';
import { openDatabase } from '@graft/db';
import { randomBytes } from 'node:crypto';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importColours } from '../datasets/colours.fixture';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { refusal } from '../platform/refusal.fixture';
import { colourGraph as graph } from './draw-graph.fixture';

let test: TestApi;
let client: Client;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  client = test.client;
  await importColours(client);
});
afterAll(() => test.stop());

describe('graphs', () => {
  it('are answered with Issues, whatever they are', async () => {
    const odd = [null, 'x', [], { format: 'graft.graph/9' }, { ...graph, command: 'rm' }];
    for (const each of odd) {
      const { issues } = await client.validateGraph({ body: { graph: each } });
      expect(issues.some(({ severity }) => severity === 'error')).toBe(true);
    }
  });

  it('are described node by node before any run', async () => {
    const { issues, summaries } = await client.validateGraph({ body: { graph } });
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(summaries.find(({ nodeId }) => nodeId === 'data')?.outputs).toEqual({
      dataset: '40 pictures, 2 classes',
    });
  });
});

describe('runs', () => {
  it('say beforehand what they would do', async () => {
    const { steps, planDigest } = await client.planRun({ body: { graph } });
    expect(planDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(steps.map(({ node: id, decision }) => [id, decision])).toEqual([
      ['train', 'run'],
      ['evaluate', 'run'],
    ]);
  });

  it('are refused while the workspace keeps more than it may', async () => {
    const noise = (row: number) => randomBytes(500).toString('hex') + `,${row % 2 ? 'a' : 'b'}\n`;
    await client.importDataset({
      query: { name: 'noise', format: 'csv' },
      body: new Blob(['text,label\n', ...Array.from({ length: 1100 }, (_, row) => noise(row))]),
      contentType: 'text/csv',
    });
    const { limits } = await client.getLimits();
    await client.setLimits({ body: { ...limits, mostDiskGigabytes: 0.001 } });
    const problem = await refusal(client.startRun({ body: { graph } }));
    expect(problem).toMatchObject({ status: 403, code: 'limit.disk' });
    await client.setLimits({ body: limits });
  });

  it('are accepted while Temporal is down, and listed as waiting', async () => {
    const { runId, status } = await client.startRun({
      body: { graph, overrides: { 'train.epochs': '2' } },
    });
    expect(status).toBe('waiting');
    const run = await client.getRun({ params: { runId } });
    expect(run).toMatchObject({
      name: 'colours',
      status: 'waiting',
      overrides: { 'train.epochs': '2' },
    });
    expect(run.steps.map(({ node: id, state, cached }) => [id, state, cached])).toEqual([
      ['train', 'waiting', false],
      ['evaluate', 'waiting', false],
    ]);
    expect((await client.listRuns()).runs[0]?.runId).toBe(runId);
    const cancelled = await client.cancelRun({ params: { runId } });
    expect(cancelled.runId).toBe(runId);
  });

  it('are made once under one Idempotency-Key, however often they are sent', async () => {
    const idempotencyKey = 'one';
    const before = (await client.listRuns()).runs.length;
    const made = await Promise.all(
      Array.from({ length: 8 }, () => client.startRun({ body: { graph }, idempotencyKey })),
    );
    expect(new Set(made.map(({ runId }) => runId)).size).toBe(1);
    expect((await client.listRuns()).runs.length).toBe(before + 1);
    const other = { graph, overrides: { 'train.epochs': '3' } };
    expect(await refusal(client.startRun({ body: other, idempotencyKey }))).toMatchObject({
      status: 422,
      code: 'idempotency_key.reused',
    });
  });

  it('are others with other run options, and say what each training tries', async () => {
    const idempotencyKey = 'options';
    const vary = (values: number[]) => ({ field: 'train.learningRate', values, repeats: 2 });
    const start = (options: object) =>
      client.startRun({ body: { graph, ...options }, idempotencyKey });
    const { runId } = await start({ vary: vary([0.1, 0.01]) });
    expect((await start({ vary: vary([0.1, 0.01]) })).runId).toBe(runId);
    for (const other of [{}, { vary: vary([0.1, 0.02]) }, { findLearningRate: 'train' }]) {
      expect(await refusal(start(other))).toMatchObject({ code: 'idempotency_key.reused' });
    }
    const { steps } = await client.getRun({ params: { runId } });
    const tried = steps.flatMap((step) => (step.tried === undefined ? [] : [step.tried]));
    const field = 'train.learningRate';
    expect(tried).toHaveLength(4);
    expect(tried).toEqual(
      expect.arrayContaining([
        { field, value: 0.1, repeat: 0 },
        { field, value: 0.01, repeat: 1 },
      ]),
    );
  });

  it('of a graph with errors are refused with its Issues', async () => {
    const cut = { ...graph, edges: graph.edges.slice(1) };
    expect(await refusal(client.startRun({ body: { graph: cut } }))).toMatchObject({
      status: 422,
      code: 'graph.invalid',
      details: {
        issues: expect.arrayContaining([expect.objectContaining({ nodeId: 'split' })]) as unknown,
      },
    });
    const wrong = { graph, overrides: { 'split.seeds': '3' } };
    expect(await refusal(client.startRun({ body: wrong }))).toMatchObject({
      code: 'graph.invalid',
    });
    const both = { graph, pipelineId: '01890000-0000-7000-8000-000000000000' };
    expect(await refusal(client.startRun({ body: both }))).toMatchObject({ code: 'body.invalid' });
  });

  it('of another workspace are not there', async () => {
    const database = openDatabase(test.env['DATABASE_URL'] ?? '');
    try {
      const other = await database.workspaces.ensure('other', 'other');
      const { runId } = await client.startRun({ body: { graph } });
      expect(await database.runs.find(other.workspaceId, runId)).toBeNull();
      const plan = await database.runs.findPlan(
        (await database.workspaces.ensure('local', 'local')).workspaceId,
        runId,
      );
      const foreign = await database.runs.create({
        workspaceId: other.workspaceId,
        version: { pipelineId: null, graph },
        ...{ plan, planDigest: 'x', nodeSteps: {}, overrides: {} },
      });
      for (const call of [client.getRun, client.cancelRun, client.pauseRun, client.resumeRun]) {
        const asked = call({ params: { runId: foreign.runId } });
        expect(await refusal(asked)).toMatchObject({ status: 404, code: 'run.unknown' });
      }
    } finally {
      await database.close();
    }
  });

  it('go on from an earlier one, with its graph or another, and say how they are related', async () => {
    const first = await client.startRun({ body: { graph, overrides: { 'train.epochs': '4' } } });
    const parentId = first.runId;
    const second = await client.startRun({
      body: { parentId, overrides: { 'split.seed': '3' }, priority: 'high' },
    });
    expect(await client.getRun({ params: { runId: second.runId } })).toMatchObject({
      ...{ parentId, edited: true, priority: 'high', children: [] },
      overrides: { 'train.epochs': '4', 'split.seed': '3' },
    });
    const same = await client.startRun({ body: { parentId, rerun: ['evaluate'] } });
    expect(await client.getRun({ params: { runId: same.runId } })).toMatchObject({ edited: false });
    const parent = await client.getRun({ params: { runId: parentId } });
    expect(parent.children).toEqual([second.runId, same.runId]);
    expect((await client.listRuns()).runs[0]).toMatchObject({ parentId });
    const planned = await client.planRun({ body: { parentId, rerun: ['evaluate'] } });
    expect(planned.steps.map(({ node: id, reason }) => [id, reason])).toEqual([
      ['train', 'its outputs are not stored'],
      ['evaluate', 'you asked for it to run again'],
    ]);
    const edited = await client.planRun({
      body: { parentId, graph, overrides: { 'train.epochs': '9' } },
    });
    expect(edited.steps[0]?.reason).toBe('epochs changed from 4 to 9');
  });

  it('cannot go on from what is not there', async () => {
    const { runId: parentId } = await client.startRun({ body: { graph } });
    const strange = '01890000-0000-7000-8000-000000000000';
    const ask = (body: Parameters<Client['startRun']>[0]['body']) =>
      refusal(client.startRun({ body }));
    expect(await ask({ parentId: strange })).toMatchObject({ status: 404, code: 'run.unknown' });
    expect(await ask({ parentId, rerun: ['tran'] })).toMatchObject({
      ...{ status: 422, code: 'run.unknown-node' },
      detail: expect.stringContaining('train') as unknown,
    });
    expect(await ask({ rerun: 'all' })).toMatchObject({ code: 'body.invalid' });
  });

  it('have steps that say what may be done about them, and refuse the rest', async () => {
    const { runId } = await client.startRun({ body: { graph } });
    const database = openDatabase(test.env['DATABASE_URL'] ?? '');
    try {
      const { workspaceId } = await database.workspaces.ensure('local', 'local');
      const look = async (node: string) => {
        const { steps } = await client.getRun({ params: { runId } });
        return steps.find((step) => step.node === node)!;
      };
      const { stepId } = await look('train');
      const params = { runId, stepId };
      expect(await look('train')).toMatchObject({ controls: [], waitsFor: 'Waiting for its turn' });
      expect(await refusal(client.finishStep({ params }))).toMatchObject({
        ...{ status: 409, code: 'step.not-changeable' },
      });
      const taken = await database.steps.takeFence({ workspaceId, ...params }, 'worker-1');
      if (!taken.taken) throw new Error('the step cannot be taken');
      expect((await look('train')).controls).toEqual(['finish-early', 'set-learning-rate']);
      await client.setLearningRate({ params, body: { value: 1e-4 } });
      await client.finishStep({ params });
      expect((await client.finishStep({ params })).state).toBe('running');
      expect((await look('train')).course).toMatchObject({ finishEarly: true, learningRate: 1e-4 });
      const evaluate = { runId, stepId: (await look('evaluate')).stepId };
      const noCourse = client.setLearningRate({ params: evaluate, body: { value: 1 } });
      expect(await refusal(noCourse)).toMatchObject({ code: 'step.not-changeable' });
      expect(await refusal(client.skipStep({ params }))).toMatchObject({ code: 'step.not-parked' });
      const error = { code: 'train.not-finite', message: 'The loss stopped being a number.' };
      await database.steps.release(taken.hold, { state: 'parked', error });
      expect(await look('train')).toMatchObject({
        controls: ['retry', 'skip', 'end'],
        error: { ...error, node: null },
      });
      const told = await Promise.all([1, 2].map(() => client.skipStep({ params })));
      expect(told.map(({ state }) => state)).toEqual(['skipped', 'skipped']);
      expect((await look('evaluate')).state).toBe('skipped');
      expect(await database.steps.listUntold()).toContainEqual(
        expect.objectContaining({ ...params, decision: 'skip', fence: 1 }),
      );
    } finally {
      await database.close();
    }
  });

  it('that wait are in the queue; one whose priority is raised goes before the others', async () => {
    const start = async () => (await client.startRun({ body: { graph, rerun: 'all' } })).runId;
    const [first, second] = [await start(), await start()];
    const listed = async () =>
      (await client.listQueue()).entries.filter(({ runId }) => [first, second].includes(runId));
    expect(await listed()).toMatchObject([
      { runId: first, name: 'colours', stepId: null, waitsFor: 'Waiting for its turn' },
      { runId: second, priority: 'normal' },
    ]);
    const setPriority = (runId: string, priority: 'low' | 'normal' | 'high') =>
      client.setRunPriority({ params: { runId }, body: { priority } });
    expect(await setPriority(second, 'high')).toEqual({
      ...{ runId: second, status: 'waiting', priority: 'high' },
    });
    const [next, last] = await listed();
    expect([next?.runId, last?.runId]).toEqual([second, first]);
    expect(next?.position).toBeLessThan(last?.position ?? 0);
    await client.cancelRun({ params: { runId: second } });
    expect((await listed()).map(({ runId }) => runId)).toEqual([first]);
    const strange = setPriority('01890000-0000-7000-8000-000000000000', 'low');
    expect(await refusal(strange)).toMatchObject({ status: 404, code: 'run.unknown' });
  });

  it('without an output answer 404 for it', async () => {
    const { runId } = await client.startRun({ body: { graph } });
    const [step] = (await client.getRun({ params: { runId } })).steps;
    for (const output of ['model', '__proto__', 'constructor']) {
      const params = { runId, stepId: step?.stepId ?? '', output };
      expect(await refusal(client.getOutput({ params }))).toMatchObject({ code: 'output.unknown' });
    }
  });
});
