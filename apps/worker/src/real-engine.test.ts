import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Plan } from '@graft/plan';
import { RunHarness, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import type { WorkerProcess } from '@graft/testing/worker-process';
import { readFile } from 'node:fs/promises';
import { builtEngine } from '../../../libs/engine/src/testing/built-engine';
import {
  resourcesOf,
  storeDataset,
  storeEfficientNet,
} from '../../../libs/engine/src/testing/bundled-data';
import {
  compileGraph,
  featureExtractionGraph,
  fromScratchGraph,
} from '../../../libs/engine/src/testing/graphs';

jest.setTimeout(240_000);

let harness: RunHarness;
let worker: WorkerProcess;
let otherWorkspace: string;
const plans: { scratch?: Plan; transfer?: Plan } = {};

beforeAll(async () => {
  harness = await RunHarness.start();
  otherWorkspace = (await harness.database.workspaces.ensure('other', 'owner')).workspaceId;
  const store = {
    folder: '',
    files: {},
    put: async (bytes: Uint8Array | string) =>
      (await harness.blobs.put({ bytes: Buffer.from(bytes as Uint8Array) })).digest,
    read: (digest: string) => harness.blobs.read(digest),
    readJson: async (digest: string): Promise<unknown> =>
      JSON.parse((await harness.blobs.read(digest)).toString()),
  };
  const digits = await storeDataset(store, 'digits', 10);
  const objects = await storeDataset(store, 'emoji-objects', 12);
  const base = await storeEfficientNet(store);
  // Long enough to be still at it on a machine that is several times faster.
  const train = { epochs: 80, batchSize: 8, keepBest: false };
  plans.scratch = compileGraph(
    fromScratchGraph({ model: { inputSize: 16 }, train }),
    resourcesOf([digits], []),
  );
  plans.transfer = compileGraph(
    featureExtractionGraph({ data: { dataset: 'emoji-objects' }, train: { epochs: 600 } }),
    resourcesOf([objects], [base]),
  );
  worker = await startWorker();
});

afterAll(async () => {
  await harness?.stop();
});

const startWorker = () =>
  harness.startWorker({
    GRAFT_ENGINE: builtEngine,
    GRAFT_CHECKPOINT_MIN_SECONDS: '0.5',
    GRAFT_CHECKPOINT_MAX_SECONDS: '2',
  });

async function submit(plan: Plan | undefined, workspaceId: string): Promise<RunRef> {
  if (!plan) throw new Error('not compiled');
  return harness.submit(plan.steps, { models: plan.models, workspaceId });
}

/** Digests of what the steps of a run made, by kind and output: equal means bit by bit equal. */
async function digestsOf(run: RunRef, plan: Plan | undefined): Promise<Record<string, string>> {
  const steps = (plan?.steps ?? []).filter(({ kind }) => kind === 'train');
  const ids = steps.map(({ id }) => id);
  const outputs = await harness.database.steps.findOutputs(run.workspaceId, run.runId, ids);
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([id, { artifacts }]) =>
      // The history holds seconds, which no two trainings share.
      Object.entries(artifacts).flatMap(([name, { kind, digest }]) =>
        kind === 'history' ? [] : [[`${id}.${name}`, digest] as const],
      ),
    ),
  );
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

describe('with TensorFlow, a training that is killed ends with bit-identical weights', () => {
  it('from scratch: kill -9 of the engine, then of the worker', async () => {
    const control = await submit(plans.scratch, harness.workspaceId);
    await harness.untilState(control, 'succeeded', 120);
    const run = await submit(plans.scratch, otherWorkspace);
    await harness.untilCheckpoint(run, 2);
    const [child] = await childrenOf(worker.pid);
    process.kill(child!, 'SIGKILL');
    const train = plans.scratch!.steps.find(({ kind }) => kind === 'train')!;
    await until('another attempt has it', async () => {
      return (await harness.step(run, train.id)).fence >= 2;
    });
    const before = (await harness.events(run)).filter((each) => each.type === 'checkpoint').length;
    await harness.untilCheckpoint(run, before + 1);
    await worker.end('SIGKILL');
    worker = await startWorker();
    await harness.untilState(run, 'succeeded', 120);
    expect((await harness.step(run, train.id)).fence).toBeGreaterThanOrEqual(3);
    const expected = await digestsOf(control, plans.scratch);
    expect(Object.keys(expected).length).toBeGreaterThan(0);
    expect(await digestsOf(run, plans.scratch)).toEqual(expected);
  });

  it('the main template: features once, a new head, kill -9 of the engine, a report', async () => {
    const control = await submit(plans.transfer, harness.workspaceId);
    await harness.untilState(control, 'succeeded', 180);
    const run = await submit(plans.transfer, otherWorkspace);
    await harness.untilCheckpoint(run, 2);
    const children = await childrenOf(worker.pid);
    for (const child of children) process.kill(child, 'SIGKILL');
    await harness.untilState(run, 'succeeded', 180);
    const expected = await digestsOf(control, plans.transfer);
    expect(Object.keys(expected).length).toBeGreaterThan(0);
    expect(await digestsOf(run, plans.transfer)).toEqual(expected);
    const models = await harness.database.models.listOfRun(run.workspaceId, run.runId);
    expect(models).toMatchObject([{ name: 'objects', number: 1 }]);
    expect(models[0]?.metrics).toHaveProperty('accuracy');
    await until('nothing is left behind', async () => (await harness.leftovers()).length === 0);
  });
});
