import { makeFakeStep } from '@graft/testing/fake-step';
import { recordHistory } from '@graft/testing/record-history';
import { RunHarness, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import type { WorkerProcess } from '@graft/testing/worker-process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';

let harness: RunHarness;
const started: WorkerProcess[] = [];

beforeAll(async () => {
  harness = await RunHarness.start();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.end('SIGTERM')));
});
afterAll(() => harness?.stop());

async function startWorker(labels: string, device: 'cpu' | 'cuda' = 'cpu'): Promise<WorkerProcess> {
  const env = { GRAFT_WORKER_LABELS: labels, GRAFT_DEVICE: device };
  const worker = await harness.startWorker(env);
  started.push(worker);
  return worker;
}

async function holderOf(run: RunRef, stepId: string): Promise<number> {
  const { holder } = await harness.step(run, stepId);
  return Number(holder?.split(':').at(-1));
}

/** Steps of a run that went back into their queue because their worker had begun another one. */
async function listHandedBack({ runId }: RunRef): Promise<number> {
  const found = await harness.client.workflow.getHandle(`run:${runId}`).describe();
  const pending = found.raw.pendingActivities ?? [];
  return pending.filter(
    ({ lastFailure }) => lastFailure?.applicationFailureInfo?.type === 'worker.busy',
  ).length;
}

describe('a step that asks for labels', () => {
  it('runs on a worker that states all of them, not on others that are free', async () => {
    await startWorker('');
    await startWorker('lab2');
    const right = await startWorker('fast-disk,lab2,big');
    const run = await harness.submit([
      makeFakeStep('a', { seed: 1 }, { workerLabels: ['big', 'lab2'] }),
      makeFakeStep('b', { seed: 2 }, { workerLabels: ['fast-disk'], needs: ['a'] }),
      makeFakeStep('c', { seed: 3 }, { workerLabels: ['big', 'fast-disk', 'lab2'] }),
    ]);
    await harness.untilState(run, 'succeeded');
    for (const id of ['a', 'b', 'c']) expect(await holderOf(run, id)).toBe(right.pid);
    expect((await harness.step(run, 'a')).queue).toBe('graft-cpu:big+lab2');
    const folder = process.env['GRAFT_RECORD_HISTORIES'];
    if (folder !== undefined) {
      await recordHistory(harness.client, run, join(folder, 'with-labels.json'));
    }
  });

  it('waits until such a worker comes', async () => {
    await startWorker('lab2');
    const run = await harness.submit([makeFakeStep('a', {}, { workerLabels: ['far'] })]);
    const other = await harness.submit([makeFakeStep('b', {}, { workerLabels: ['lab2'] })]);
    await harness.untilState(other, 'succeeded');
    expect((await harness.step(run, 'a')).state).toBe('waiting');
    const far = await startWorker('far');
    await harness.untilState(run, 'succeeded');
    expect(await holderOf(run, 'a')).toBe(far.pid);
  });
});

describe('a worker with labels', () => {
  it('is sent the steps of all of them, for its processor and for its GPU', async () => {
    const worker = await startWorker('a,b,c,d', 'cuda');
    const workerLabels = ['a', 'b', 'c', 'd'];
    const run = await harness.submit([
      makeFakeStep('gpu', { seed: 1 }, { workerLabels, resource: 'gpu' }),
      makeFakeStep('cpu', { seed: 2 }, { workerLabels }),
    ]);
    await harness.untilState(run, 'succeeded');
    const rows = await Promise.all(['gpu', 'cpu'].map((id) => harness.step(run, id)));
    expect(rows.map(({ queue }) => queue)).toEqual(['graft-gpu:a+b+c+d', 'graft-cpu:a+b+c+d']);
    expect(await holderOf(run, 'gpu')).toBe(worker.pid);
  });

  it('runs one training at a time, whichever of its queues they come from', async () => {
    await startWorker('lab2');
    const held = await harness.makeHold(1);
    const params = { epochs: 3, hold: held.hold };
    const steps = [
      makeFakeStep('a', { ...params, seed: 1 }),
      makeFakeStep('b', { ...params, seed: 2 }, { workerLabels: ['lab2'] }),
    ];
    const run = await harness.submit(steps);
    const states = () => Promise.all(steps.map(({ id }) => harness.step(run, id)));
    const countRunning = async () =>
      (await states()).filter(({ state }) => state === 'running').length;
    await until('one has begun', async () => (await countRunning()) > 0, 60);
    await until('the other one went back, or has begun as well', async () => {
      return (await listHandedBack(run)) > 0 || (await countRunning()) > 1;
    });
    expect(await countRunning()).toBe(1);
    await held.release();
    await harness.untilState(run, 'succeeded');
    const [first, second] = (await states()).sort(
      (a, b) => Number(a.startedAt) - Number(b.startedAt),
    );
    expect(Number(second?.startedAt)).toBeGreaterThanOrEqual(Number(first?.finishedAt));
  });

  it('ends when it is told to, also while it runs a step and asks for no more', async () => {
    const worker = await startWorker('lab2,big');
    const held = await harness.makeHold(1);
    const run = await harness.submit([
      makeFakeStep('a', { epochs: 3, hold: held.hold }, { workerLabels: ['lab2'] }),
    ]);
    await held.untilReached(run);
    await worker.end('SIGTERM');
    expect(worker.exitCode).toBe(0);
    await held.release();
    const next = await startWorker('lab2');
    await harness.untilState(run, 'succeeded');
    expect(await holderOf(run, 'a')).toBe(next.pid);
  });
});
