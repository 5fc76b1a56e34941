import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { countDoneAgain, readWork, recordWork } from '@graft/testing/engine-work';
import { makeFakeStep } from '@graft/testing/fake-step';
import { RunHarness, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import type { WorkerProcess } from '@graft/testing/worker-process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(120_000);

/** A checkpoint at each epoch. */
const PARAMS = { epochs: 30, milliseconds: 8 };
const BATCHES = 300;
/** Batches from one checkpoint to the next. */
const AN_INTERVAL = 10;

let harness: RunHarness;
let worker: WorkerProcess;
let undisturbed: { weights: string; history: string };

beforeAll(async () => {
  harness = await RunHarness.start();
  await recordWork(harness.services.home);
  worker = await harness.startWorker();
  const run = await harness.submit([makeFakeStep('train', PARAMS)]);
  await harness.untilState(run, 'succeeded');
  undisturbed = await resultOf(run);
});

afterAll(() => harness?.stop());

async function resultOf(run: RunRef): Promise<{ weights: string; history: string }> {
  return {
    weights: await harness.output(run, 'train', 'weights'),
    history: await harness.output(run, 'train', 'history'),
  };
}

/** A training that waits in its sixth epoch, five checkpoints behind it, until it is released. */
async function startTraining(): Promise<{ run: RunRef; release: () => Promise<void> }> {
  const { hold, untilReached, release } = await harness.makeHold(5);
  const run = await harness.submit([makeFakeStep('train', { ...PARAMS, hold })]);
  await untilReached(run);
  return { run, release };
}

/** What must hold after any fault: one end, the control's result, no work thrown away, nothing left. */
async function checkInvariants(run: RunRef, attempts: { least: number }): Promise<void> {
  expect(await resultOf(run)).toEqual(undisturbed);
  const events = await harness.events(run);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, at) => at + 1));
  const ends = events.filter((event) => event.type === 'step-state' && event.state === 'succeeded');
  expect(ends).toHaveLength(1);
  const step = await harness.step(run, 'train');
  expect(step.fence).toBeGreaterThanOrEqual(attempts.least);
  // The engine counts batches over all attempts: more than needed were thrown away with a checkpoint.
  expect((step.outputs as { summary: { done: number } }).summary.done).toBe(BATCHES);
  const epochs = events.flatMap((event) => (event.type === 'metrics' ? event.rows : []));
  for (const { batches, onTheWay } of await listAgain(run)) {
    expect(batches - onTheWay).toBeLessThanOrEqual(AN_INTERVAL + 1);
  }
  // An epoch is told again only by an attempt that does it again.
  expect(epochs.length).toBeLessThanOrEqual(30 + step.fence - 1);
  expect(new Set(epochs.map((row) => row.epoch)).size).toBe(30);
  const handle = harness.client.workflow.getHandle(`run:${run.runId}`);
  await until('the workflow has ended too', async () => {
    return (await handle.describe()).status.name === 'COMPLETED';
  });
  expect(await harness.leftovers()).toEqual([]);
}

/** Batches that each attempt after the first did again, and which of them for a checkpoint on its way. */
async function listAgain({ runId }: RunRef) {
  return countDoneAgain(await readWork(harness.services.home, runId, 'train'));
}

/** What the events say of the attempts after the first, and of where they began. */
async function readAttempts(run: RunRef): Promise<string[]> {
  return (await harness.events(run)).flatMap((event) => {
    if (event.type === 'step-state' && event.state === 'running') return event.reason ?? [];
    return event.type === 'note' && event.code === 'step.resumed' ? event.message : [];
  });
}

const RESUMED = expect.stringMatching(
  /^It goes on where it was last kept, with 5 whole epochs and \d batches behind it\.$/,
);

describe('a training step goes on from its last checkpoint, to the same weights, after', () => {
  it('kill -9 of its engine', async () => {
    const { run, release } = await startTraining();
    process.kill(await harness.enginePid(run), 'SIGKILL');
    await release();
    await harness.untilState(run, 'succeeded');
    await checkInvariants(run, { least: 2 });
    expect(await listAgain(run)).toEqual([{ fence: 2, batches: 3, onTheWay: 0 }]);
  });

  it('kill -9 of its worker; the engine dies with it', async () => {
    const { run, release } = await startTraining();
    const engine = await harness.enginePid(run);
    await worker.end('SIGKILL');
    await until('the engine is gone', () => !isAlive(engine));
    await release();
    worker = await harness.startWorker();
    await harness.untilState(run, 'succeeded');
    await checkInvariants(run, { least: 2 });
    expect(await listAgain(run)).toEqual([{ fence: 2, batches: 3, onTheWay: 0 }]);
    expect(await readAttempts(run)).toEqual(['attempt 2; the one before was cut off', RESUMED]);
  });

  it('kill -9 of Temporal', async () => {
    const { run, release } = await startTraining();
    harness.services.kill('temporal');
    await release();
    await harness.untilState(run, 'succeeded', 100);
    await checkInvariants(run, { least: 1 });
  });

  it('kill -9 of PostgreSQL', async () => {
    const { run, release } = await startTraining();
    harness.services.kill('postgres');
    await release();
    await until('the database is back', () => harness.database.ping().then(() => true));
    await harness.untilState(run, 'succeeded');
    await checkInvariants(run, { least: 1 });
  });

  it('SIGTERM of its worker, with another one there: no batch is lost', async () => {
    const { run, release } = await startTraining();
    const other = await harness.startWorker();
    await worker.end('SIGTERM');
    expect(worker.exitCode).toBe(0);
    await release();
    worker = other;
    await harness.untilState(run, 'succeeded');
    await checkInvariants(run, { least: 2 });
    const metrics = (await harness.events(run)).flatMap((event) =>
      event.type === 'metrics' ? event.rows : [],
    );
    expect(metrics).toHaveLength(30);
    expect(await listAgain(run)).toEqual([{ fence: 2, batches: 0, onTheWay: 0 }]);
    expect(await readAttempts(run)).toEqual(['attempt 2', RESUMED]);
  });

  it('a worker that sleeps past its heartbeats and then wakes up: its writes have no effect', async () => {
    const { run, release } = await startTraining();
    const engine = await harness.enginePid(run);
    worker.signal('SIGSTOP');
    process.kill(engine, 'SIGSTOP');
    const other = await harness.startWorker();
    await until('another attempt has the step', async () => {
      return (await harness.step(run, 'train')).fence >= 2;
    });
    await release();
    worker.signal('SIGCONT');
    process.kill(engine, 'SIGCONT');
    await harness.untilState(run, 'succeeded');
    await until('the sleeper has noticed', () => !isAlive(engine));
    await worker.end('SIGTERM');
    worker = other;
    await checkInvariants(run, { least: 2 });
  });

  it.each([3_600_000, -3_600_000])(
    'a clock of its worker that jumps by %d ms: leases and grace use the time of the database',
    async (jump) => {
      const folder = await mkdtemp(join(tmpdir(), 'graft-clock-'));
      const shift = join(folder, 'shift');
      await worker.end('SIGTERM');
      worker = await harness.startWorker({
        NODE_OPTIONS: `--require ${JSON.stringify(join(import.meta.dirname, 'shift-clock.fixture.cjs'))}`,
        GRAFT_CLOCK_SHIFT: shift,
      });
      const { run, release } = await startTraining();
      await writeFile(shift, String(jump));
      await release();
      await harness.untilState(run, 'succeeded');
      await checkInvariants(run, { least: 1 });
      expect((await harness.step(run, 'train')).fence).toBe(1);
      const times = [...worker.log.matchAll(/"time":(\d+)/g)].map(([, time]) => Number(time));
      expect(Math.abs(times.at(-1)! - Date.now() - jump)).toBeLessThan(600_000);
      await worker.end('SIGTERM');
      worker = await harness.startWorker();
      await rm(folder, { recursive: true });
    },
  );
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
