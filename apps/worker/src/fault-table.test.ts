import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LocalBlobStore } from '@graft/storage';
import { FaultProxy } from '@graft/testing/fault-proxy';
import { makeFakeStep } from '@graft/testing/fake-step';
import { RunHarness, type Hold, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import { sendControl } from '@graft/workflows/client';
import { RUN_PIPELINE, WORKFLOW_QUEUE } from '@graft/workflows';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

jest.setTimeout(240_000);

/** About three seconds with a checkpoint at each epoch. */
const PARAMS = { epochs: 25, milliseconds: 8, register: 'table' };
const SOON = { GRAFT_HEARTBEAT_SECONDS: '3' };
/** Rows that take long run with `npm run faults -- --table`. */
const itInTheTable = process.env['GRAFT_FAULTS'] === 'all' ? it : it.skip;

let harness: RunHarness;
let undisturbed: string;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  harness = await RunHarness.start();
  await startWorker();
  const run = await submit();
  await harness.untilState(run, 'succeeded');
  undisturbed = await harness.output(run, 'train', 'weights');
  await endAll();
});

afterEach(endAll);
afterAll(() => harness?.stop());

async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}

async function startWorker(env: Readonly<Record<string, string>> = {}) {
  const worker = await harness.startWorker({ ...SOON, ...env });
  ends.push(() => worker.end('SIGTERM'));
  return worker;
}

const submit = (hold: Hold['hold'][] = []): Promise<RunRef> =>
  harness.submit([makeFakeStep('train', { ...PARAMS, hold })]);

async function control(run: RunRef, wanted: 'run' | 'pause'): Promise<void> {
  await harness.database.runs.setControl(run.workspaceId, run.runId, wanted);
  await sendControl(harness.client, run, wanted);
}

async function notesOf(run: RunRef): Promise<string[]> {
  return (await harness.events(run)).flatMap((event) => (event.type === 'note' ? event.code : []));
}

/** The control's weights; one end of the step, one model; checkpoints and events in order. */
async function checkEnd(run: RunRef, weights?: string): Promise<void> {
  expect(weights ?? (await harness.output(run, 'train', 'weights'))).toBe(undisturbed);
  const events = await harness.events(run);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, at) => at + 1));
  const successes = events.flatMap((event) =>
    'state' in event && event.state === 'succeeded' ? [event.type] : [],
  );
  expect(successes).toEqual(['step-state', 'run-state']);
  expect(await harness.database.models.listOfRun(run.workspaceId, run.runId)).toHaveLength(1);
  const step = await harness.step(run, 'train');
  expect((step.outputs as { summary: { done: number } }).summary.done).toBe(250);
}

async function sql<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: harness.services.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

async function proxyDatabase(): Promise<{ proxy: FaultProxy; env: Record<string, string> }> {
  const host = new URL(harness.services.databaseUrl).searchParams.get('host') ?? '';
  const proxy = await FaultProxy.start({ path: join(host, '.s.PGSQL.5432') });
  ends.push(() => proxy.stop());
  return { proxy, env: { DATABASE_URL: `postgresql://graft@127.0.0.1:${proxy.port}/graft` } };
}

async function proxyTemporal(): Promise<{ proxy: FaultProxy; env: Record<string, string> }> {
  const [host = '', port] = harness.services.temporalAddress.split(':');
  const proxy = await FaultProxy.start({ host, port: Number(port) });
  ends.push(() => proxy.stop());
  return { proxy, env: { GRAFT_TEMPORAL_ADDRESS: `127.0.0.1:${proxy.port}` } };
}

describe('the database', () => {
  it.each(['"Checkpoint"', '"CacheEntry"', '"holder"'])(
    'commits %s and the answer is lost: the repetition finds it done',
    async (table) => {
      const { proxy, env } = await proxyDatabase();
      await startWorker(env);
      const lost = proxy.loseCommit(table);
      const run = await submit();
      await lost;
      await harness.untilState(run, 'succeeded');
      await checkEnd(run);
      const seqs = (await harness.events(run)).flatMap((event) =>
        event.type === 'checkpoint' ? [event.checkpoint.seq] : [],
      );
      expect(new Set(seqs).size).toBe(seqs.length);
    },
  );

  it('ends every connection again and again: training goes on', async () => {
    await startWorker();
    const { hold, release } = await harness.makeHold(2);
    const run = await submit([hold]);
    await harness.untilCheckpoint(run, 2);
    await release();
    for (let blow = 0; blow < 8; blow += 1) {
      await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`);
      const before = (await harness.events(run).catch(() => [])).length;
      await until('something more is told', async () => {
        return (await harness.events(run)).length > before || (await isOver(run));
      });
    }
    await harness.untilState(run, 'succeeded');
    await checkEnd(run);
  });

  itInTheTable('is away for 30 s: what was learned meanwhile is kept', async () => {
    const { proxy, env } = await proxyDatabase();
    await startWorker(env);
    const { hold, release } = await harness.makeHold(5);
    const run = await submit([hold]);
    await harness.untilCheckpoint(run, 5);
    proxy.standStill();
    await release();
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    proxy.heal();
    await harness.untilState(run, 'succeeded', 100);
    await checkEnd(run);
    expect((await harness.step(run, 'train')).fence).toBe(1);
  });
});

async function isOver(run: RunRef): Promise<boolean> {
  return (await harness.stateOf(run)) === 'succeeded';
}

describe('Temporal', () => {
  // Workflow and activities are given to the worker behind the cut until Temporal believes that it is gone: the
  // connection is asked for a sign of life every ten seconds (tools/stack/describe-services.mjs).
  itInTheTable('is cut off for several timeouts: one attempt wins, one result', async () => {
    const { proxy, env } = await proxyTemporal();
    const { hold, release } = await harness.makeHold(3);
    const run = await submit([hold]);
    await startWorker(env);
    await harness.untilCheckpoint(run, 3);
    await startWorker();
    proxy.standStill();
    const another = async () => (await harness.step(run, 'train')).fence >= 2;
    await until('another attempt has the step', another, 100);
    await release();
    await harness.untilState(run, 'succeeded', 120);
    await checkEnd(run);
    proxy.heal();
    const after = await submit();
    await harness.untilState(after, 'succeeded');
    await checkEnd(after);
  });

  it('is not there when a worker starts: the worker waits for it, and then works', async () => {
    const { proxy, env } = await proxyTemporal();
    proxy.standStill();
    const run = await submit();
    const starting = startWorker(env);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await harness.step(run, 'train')).fence).toBe(0);
    proxy.heal();
    await starting;
    await harness.untilState(run, 'succeeded');
    await checkEnd(run);
  });

  it('runs a run twice at once: one result, the second finds it', async () => {
    await startWorker();
    await startWorker();
    const run = await submit();
    const again = await harness.client.workflow.start(RUN_PIPELINE, {
      ...{ workflowId: `again:${run.runId}`, taskQueue: WORKFLOW_QUEUE },
      args: [{ workspaceId: run.workspaceId, runId: run.runId }],
    });
    await harness.untilState(run, 'succeeded');
    await again.result();
    await checkEnd(run);
  });
});

describe('a flipped byte', () => {
  async function pauseAndFlip(count: number): Promise<RunRef> {
    await startWorker();
    const { hold, release } = await harness.makeHold(4);
    const step = makeFakeStep('train', { ...PARAMS, hold });
    const run = await harness.submit([step]);
    await harness.untilCheckpoint(run, 4);
    await control(run, 'pause');
    await harness.untilState(run, 'paused');
    const kept = await harness.database.checkpoints.list(run.workspaceId, step.key);
    for (const { digest } of kept.slice(0, count)) {
      const path = await harness.blobs.locate(digest);
      const bytes = await readFile(path);
      bytes[3]! ^= 4;
      await writeFile(path, bytes);
    }
    await release();
    await control(run, 'run');
    await harness.untilState(run, 'succeeded');
    return run;
  }

  it('in the newest checkpoint: the one before it is used, and the run says so', async () => {
    const run = await pauseAndFlip(1);
    expect(await notesOf(run)).toEqual(['checkpoint.corrupt']);
    await checkEnd(run);
  });

  it('in every checkpoint: the step begins anew, with the same result', async () => {
    const run = await pauseAndFlip(100);
    const notes = await notesOf(run);
    expect(notes.length).toBeGreaterThanOrEqual(2);
    expect(new Set(notes)).toEqual(new Set(['checkpoint.corrupt']));
    await checkEnd(run);
  });
});

const root = process.getuid?.() === 0;

describe('a full disk', () => {
  (root ? it : it.skip)(
    'keeps no checkpoint but loses none either; with space again the run ends well',
    async () => {
      const blobs = await mkdtemp(join(tmpdir(), 'graft-full-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', blobs]);
      ends.push(async () => {
        execFileSync('umount', [blobs]);
        await rm(blobs, { recursive: true, force: true });
      });
      await startWorker({ GRAFT_BLOBS: blobs });
      const holds = [await harness.makeHold(2), await harness.makeHold(10)];
      const run = await submit(holds.map(({ hold }) => hold));
      await harness.untilCheckpoint(run, 2);
      await fill(join(blobs, 'filler'));
      await holds[0]!.release();
      await until('a checkpoint is skipped', async () => {
        return (await notesOf(run)).includes('checkpoint.skipped');
      });
      await rm(join(blobs, 'filler'));
      await holds[1]!.release();
      await harness.untilState(run, 'succeeded');
      const outputs = await harness.database.steps.findOutputs(run.workspaceId, run.runId, [
        'train',
      ]);
      const { digest } = outputs['train']!.artifacts['weights']!;
      const store = new LocalBlobStore(blobs);
      await checkEnd(run, (await store.read(digest)).toString('utf8'));
    },
  );
});

/** Writes until the disk takes no more. */
async function fill(path: string): Promise<void> {
  for (let kilobytes = 1; ; kilobytes += 1) {
    try {
      await writeFile(path, Buffer.alloc(1024), { flag: 'a' });
    } catch {
      return;
    }
    if (kilobytes > 1024) throw new Error('the disk does not become full');
  }
}

describe('workers', () => {
  itInTheTable('replaced five times in a row lose no batch', async () => {
    let worker = await startWorker();
    const run = await harness.submit([
      makeFakeStep('train', { ...PARAMS, milliseconds: 80 }, { timeLimitSeconds: 600 }),
    ]);
    for (let change = 1; change <= 5; change += 1) {
      await harness.untilCheckpoint(run, change * 3);
      const next = await startWorker();
      await worker.end('SIGTERM');
      expect(worker.exitCode).toBe(0);
      worker = next;
    }
    await harness.untilState(run, 'succeeded', 100);
    await checkEnd(run);
    const epochs = (await harness.events(run)).flatMap((event) =>
      event.type === 'metrics' ? event.rows.map(({ epoch }) => epoch) : [],
    );
    expect(epochs).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
  });

  itInTheTable('are asked to pause and go on fifty times: the same result', async () => {
    await startWorker();
    const run = await harness.submit([makeFakeStep('train', { ...PARAMS, milliseconds: 40 })]);
    await harness.untilCheckpoint(run, 1);
    for (let wish = 0; wish < 50 && !(await isOver(run)); wish += 1) {
      await control(run, wish % 2 === 0 ? 'pause' : 'run');
      await new Promise((resolve) => setTimeout(resolve, 37 * (wish % 7)));
    }
    await control(run, 'run');
    await harness.untilState(run, 'succeeded', 100);
    await checkEnd(run);
  });
});
