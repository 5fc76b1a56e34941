import { ApiProblem, type Client } from '@graft/contracts';
import { openDatabase } from '@graft/db';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makePicture } from '../datasets/picture.fixture';
import { makeZip } from '@graft/testing/hostile';
import { startTestApi, type TestApi } from '../platform/api.fixture';

let test: TestApi;
let client: Client;

const node = (id: string, kind: string, params: Record<string, unknown> = {}) => ({
  id,
  kind,
  params,
});
const wire = (from: string, out: string, to: string, into: string) => ({
  from: { node: from, port: out },
  to: { node: to, port: into },
});

/** A small network of its own on uploaded pictures: needs nothing that ships with Graft. */
const graph = {
  format: 'graft.graph/1',
  name: 'colours',
  nodes: [
    node('data', 'dataset', { dataset: 'colours' }),
    node('split', 'split'),
    node('base', 'new-model'),
    node('head', 'add-head'),
    node('train', 'train', { epochs: 1 }),
    node('evaluate', 'evaluate'),
  ],
  edges: [
    wire('data', 'dataset', 'split', 'dataset'),
    wire('split', 'train', 'base', 'dataset'),
    wire('base', 'model', 'head', 'model'),
    wire('split', 'train', 'head', 'dataset'),
    wire('head', 'model', 'train', 'model'),
    wire('split', 'train', 'train', 'train'),
    wire('split', 'validation', 'train', 'validation'),
    wire('train', 'model', 'evaluate', 'model'),
    wire('split', 'test', 'evaluate', 'dataset'),
  ],
};

async function makeUpload(): Promise<Uint8Array<ArrayBuffer>> {
  const files = ['red', 'blue'].flatMap((colour) =>
    Array.from({ length: 20 }, async (_, index) => ({
      name: `${colour}/${index}.png`,
      data: await makePicture(colour, 'png', { width: 16 + index, height: 16 }),
    })),
  );
  return new Uint8Array(makeZip(await Promise.all(files)));
}

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.problem : error),
  );

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  client = test.client;
  await client.importDataset({
    query: { name: 'colours', format: 'zip' },
    body: await makeUpload(),
    contentType: 'application/zip',
  });
});
afterAll(() => test.stop());

describe('data sets', () => {
  it('are listed with classes and counts, and found by id', async () => {
    const { datasets } = await client.listDatasets();
    expect(datasets).toHaveLength(1);
    const [made] = datasets;
    expect(made).toMatchObject({
      name: 'colours',
      version: 1,
      examples: 40,
      classes: [
        { name: 'blue', count: 20 },
        { name: 'red', count: 20 },
      ],
      element: { kind: 'image', height: 16, width: null, channels: 3 },
    });
    expect(await client.getDataset({ params: { datasetId: made?.datasetId ?? '' } })).toEqual(made);
  });

  it('stay the same version when the same content comes again', async () => {
    const again = await client.importDataset({
      query: { name: 'colours', format: 'zip' },
      body: await makeUpload(),
      contentType: 'application/zip',
    });
    expect(again.version).toBe(1);
  });

  it('are not touched by an upload that is refused', async () => {
    const send = (body: Buffer, format: 'zip' | 'csv', contentType: string) =>
      refusal(
        client.importDataset({
          query: { name: 'bad', format },
          body: new Uint8Array(body),
          contentType,
        }),
      );
    expect(await send(makeZip([]), 'zip', 'application/zip')).toMatchObject({
      status: 422,
      code: 'dataset.empty',
    });
    expect(await send(makeZip([{ name: '../x.png' }]), 'zip', 'application/zip')).toMatchObject({
      code: 'archive.unsafe_entry',
    });
    expect(await send(Buffer.from('text,label\na,b,c\n'), 'csv', 'text/csv')).toMatchObject({
      code: 'csv.ragged_row',
      details: { row: 2 },
    });
    expect(await send(Buffer.from('x'), 'zip', 'text/csv')).toMatchObject({ status: 415 });
    expect((await client.listDatasets()).datasets.map(({ name }) => name)).toEqual(['colours']);
  });
});

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

  it('without an output answer 404 for it', async () => {
    const { runId } = await client.startRun({ body: { graph } });
    const [step] = (await client.getRun({ params: { runId } })).steps;
    for (const output of ['model', '__proto__', 'constructor']) {
      const params = { runId, stepId: step?.stepId ?? '', output };
      expect(await refusal(client.getOutput({ params }))).toMatchObject({ code: 'output.unknown' });
    }
  });
});

describe('pipelines', () => {
  const draft = { format: 'graft.graph/1' as const, nodes: [], edges: [] };

  it('lose no save: who saves on an old revision is told the new one', async () => {
    const { pipelineId, revision } = await client.createPipeline({ body: { name: 'mine', draft } });
    const saves = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        refusal(
          client.savePipeline({
            params: { pipelineId },
            body: { revision, draft: { ...draft, name: `save ${index}` } },
          }),
        ),
      ),
    );
    expect(saves.filter((each) => each === 'accepted')).toHaveLength(1);
    expect(saves.find((each) => each !== 'accepted')).toMatchObject({
      status: 409,
      code: 'version.conflict',
      details: { revision: revision + 1 },
    });
  });

  it('are renamed, run and deleted; the runs stay', async () => {
    const { pipelineId } = await client.createPipeline({
      body: { name: 'short', draft: graph as never },
    });
    const params = { pipelineId };
    const saved = await client.savePipeline({ params, body: { revision: 1, name: 'long' } });
    expect(saved).toMatchObject({ name: 'long', revision: 2 });
    const taken = client.createPipeline({ body: { name: 'long', draft } });
    expect(await refusal(taken)).toMatchObject({ status: 409, code: 'pipeline.name-taken' });
    const { runId } = await client.startRun({ body: { pipelineId } });
    expect(await client.getRun({ params: { runId } })).toMatchObject({ pipelineId });
    await client.deletePipeline({ params });
    expect(await refusal(client.getPipeline({ params }))).toMatchObject({ status: 404 });
    expect(await client.getRun({ params: { runId } })).toMatchObject({ pipelineId: null });
  });
});
