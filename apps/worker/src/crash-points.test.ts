import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { buildCrashingWorker, type BuiltForTest } from '@graft/testing/built-worker';
import { makeFakeStep } from '@graft/testing/fake-step';
import { RunHarness, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import type { WorkerProcess } from '@graft/testing/worker-process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

jest.setTimeout(120_000);

/** Point and how often it is passed before the crash: a third checkpoint, a fifth file. */
const POINTS = [
  ...['temporary.write:5', 'temporary.sync:5', 'blob.rename:5', 'blob.put:5', 'fence.taken:1'],
  ...['checkpoint.before-row:3', 'checkpoint.after-row:3', 'heartbeat:2'],
  ...['outputs.before-commit:1', 'outputs.after-commit:1', 'step.before-return:1'],
  ...['run.before-end:1', 'run.after-end:1'],
];

const PARAMS = { epochs: 12, milliseconds: 8, register: 'crashed' };
/** A worker that is gone is noticed after two seconds. */
const SOON = { GRAFT_HEARTBEAT_SECONDS: '2' };

let harness: RunHarness;
let crashing: BuiltForTest;
let undisturbed: string;
/** Says where the worker crashes; empty: nowhere. */
let orders: string;
/** The one that brought the last run to its end is the next one to die. */
let worker: WorkerProcess | undefined;

beforeAll(async () => {
  [harness, crashing] = await Promise.all([RunHarness.start(), buildCrashingWorker()]);
  orders = join(harness.services.home, 'crash-orders');
  const ordinary = await harness.startWorker(SOON);
  const run = await submit();
  await harness.untilState(run, 'succeeded');
  undisturbed = await harness.output(run, 'train', 'weights');
  await ordinary.end();
});

beforeEach(async () => {
  await writeFile(orders, '');
  if (!worker || worker.ended) worker = await startWorker();
});

afterAll(async () => {
  await harness?.stop();
  await crashing?.remove();
});

const startWorker = () =>
  harness.startWorker({ ...SOON, GRAFT_CRASH_ORDERS: orders }, crashing.path);

const submit = (change: { milliseconds?: number } = {}): Promise<RunRef> =>
  harness.submit([makeFakeStep('train', { ...PARAMS, ...change })]);

describe('a worker that dies', () => {
  it.each(POINTS)('at %s loses nothing and leaves nothing', async (point) => {
    const doomed = worker;
    await writeFile(orders, point);
    // The second beat comes after half a second: the training must not be over by then.
    const run = await submit(point === 'heartbeat:2' ? { milliseconds: 40 } : {});
    await until('the worker has died', () => doomed?.ended ?? false);
    await writeFile(orders, '');
    worker = await startWorker();
    await harness.untilState(run, 'succeeded');
    await checkEnd(run);
    await until('nothing is left', async () => (await harness.leftovers()).length === 0);
  });
});

/** The control's weights, one end of the step and of the run, one model. */
async function checkEnd(run: RunRef): Promise<void> {
  expect(await harness.output(run, 'train', 'weights')).toBe(undisturbed);
  const step = await harness.step(run, 'train');
  expect((step.outputs as { summary: { done: number } }).summary.done).toBe(120);
  const events = await harness.events(run);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, at) => at + 1));
  const ends = events.flatMap((event) =>
    'state' in event && event.state === 'succeeded' ? [event.type] : [],
  );
  expect(ends).toEqual(['step-state', 'run-state']);
  expect(await harness.database.models.listOfRun(run.workspaceId, run.runId)).toHaveLength(1);
  await until('the workflow has ended too', async () => {
    const handle = harness.client.workflow.getHandle(`run:${run.runId}`);
    return (await handle.describe()).status.name === 'COMPLETED';
  });
}
