import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFakeStep } from '@graft/testing/fake-step';
import type { RunHarness } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import { RUN_PIPELINE, WORKFLOW_QUEUE } from '@graft/workflows';
import pg from 'pg';
import { FaultTable, PARAMS } from './fault-table.fixture';

/** Rows that take long run with `npm run faults -- --table`. */
const itInTheTable = process.env['GRAFT_FAULTS'] === 'all' ? it : it.skip;

let table: FaultTable;
let harness: RunHarness;

beforeAll(async () => {
  table = await FaultTable.start();
  harness = table.harness;
});
afterEach(() => table.endAll());
afterAll(() => table?.stop());

async function sql<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: harness.services.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the database', () => {
  it.each(['"Checkpoint"', '"CacheEntry"', '"holder"'])(
    'commits %s and the answer is lost: the repetition finds it done',
    async (name) => {
      const { proxy, env } = await table.proxyDatabase();
      await table.startWorker(env);
      const lost = proxy.loseCommit(name);
      const run = await table.submit();
      await lost;
      await harness.untilState(run, 'succeeded');
      await table.checkEnd(run);
      const seqs = (await harness.events(run)).flatMap((event) =>
        event.type === 'checkpoint' ? [event.checkpoint.seq] : [],
      );
      expect(new Set(seqs).size).toBe(seqs.length);
    },
  );

  it('ends every connection again and again: training goes on', async () => {
    await table.startWorker();
    const { hold, release } = await harness.makeHold(2);
    const run = await table.submit([hold]);
    await harness.untilCheckpoint(run, 2);
    await release();
    for (let blow = 0; blow < 8; blow += 1) {
      await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`);
      const before = (await harness.events(run).catch(() => [])).length;
      await until('something more is told', async () => {
        return (await harness.events(run)).length > before || (await table.isOver(run));
      });
    }
    await harness.untilState(run, 'succeeded');
    await table.checkEnd(run);
  });

  itInTheTable(
    'is killed again and again for as long as a training lasts: it ends the same',
    async () => {
      await table.startWorker();
      const run = await harness.submit([makeFakeStep('train', { ...PARAMS, milliseconds: 60 })]);
      await harness.untilCheckpoint(run, 1);
      for (let blow = 0; blow < 5; blow += 1) {
        const before = (await harness.events(run)).length;
        harness.services.kill('postgres');
        await until('something more is told', async () => {
          return (await harness.events(run)).length > before + 5 || (await table.isOver(run));
        });
      }
      await harness.untilState(run, 'succeeded', 100);
      await table.checkEnd(run);
    },
  );

  itInTheTable('is away for 30 s: what was learned meanwhile is kept', async () => {
    const { proxy, env } = await table.proxyDatabase();
    await table.startWorker(env);
    const { hold, release } = await harness.makeHold(5);
    const run = await table.submit([hold]);
    await harness.untilCheckpoint(run, 5);
    proxy.standStill();
    await release();
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    proxy.heal();
    await harness.untilState(run, 'succeeded', 100);
    await table.checkEnd(run);
    expect((await harness.step(run, 'train')).fence).toBe(1);
  });
});

describe('Temporal', () => {
  // Workflow and activities are given to the worker behind the cut until Temporal believes that it is gone: the
  // connection is asked for a sign of life every ten seconds (tools/stack/describe-services.mjs).
  itInTheTable('is cut off for several timeouts: one attempt wins, one result', async () => {
    const { proxy, env } = await table.proxyTemporal();
    const { hold, release } = await harness.makeHold(3);
    const run = await table.submit([hold]);
    await table.startWorker(env);
    await harness.untilCheckpoint(run, 3);
    await table.startWorker();
    proxy.standStill();
    const another = async () => (await harness.step(run, 'train')).fence >= 2;
    await until('another attempt has the step', another, 100);
    await release();
    await harness.untilState(run, 'succeeded', 120);
    await table.checkEnd(run);
    proxy.heal();
    const after = await table.submit();
    await harness.untilState(after, 'succeeded');
    await table.checkEnd(after);
  });

  itInTheTable('stands still for longer than the heartbeats: one result', async () => {
    await table.startWorker();
    const { hold, untilReached, release } = await harness.makeHold(3);
    const run = await table.submit([hold]);
    await untilReached(run);
    harness.services.kill('temporal', 'SIGSTOP');
    await release();
    await new Promise((resolve) => setTimeout(resolve, 9_000));
    harness.services.kill('temporal', 'SIGCONT');
    await harness.untilState(run, 'succeeded', 100);
    await table.checkEnd(run);
  });

  it('is not there when a worker starts: the worker waits for it, and then works', async () => {
    const { proxy, env } = await table.proxyTemporal();
    proxy.standStill();
    const run = await table.submit();
    const starting = table.startWorker(env);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await harness.step(run, 'train')).fence).toBe(0);
    proxy.heal();
    await starting;
    await harness.untilState(run, 'succeeded');
    await table.checkEnd(run);
  });

  it('runs a run twice at once: one result, the second finds it', async () => {
    await table.startWorker();
    await table.startWorker();
    const run = await table.submit();
    const again = await harness.client.workflow.start(RUN_PIPELINE, {
      ...{ workflowId: `again:${run.runId}`, taskQueue: WORKFLOW_QUEUE },
      args: [{ workspaceId: run.workspaceId, runId: run.runId }],
    });
    await harness.untilState(run, 'succeeded');
    await again.result();
    await table.checkEnd(run);
  });
});

describe('workers', () => {
  itInTheTable('replaced five times in a row lose no batch', async () => {
    let worker = await table.startWorker();
    const run = await harness.submit([
      makeFakeStep('train', { ...PARAMS, milliseconds: 80 }, { timeLimitSeconds: 600 }),
    ]);
    for (let change = 1; change <= 5; change += 1) {
      await harness.untilCheckpoint(run, change * 3);
      const next = await table.startWorker();
      await worker.end('SIGTERM');
      expect(worker.exitCode).toBe(0);
      worker = next;
    }
    await harness.untilState(run, 'succeeded', 100);
    await table.checkEnd(run);
    const epochs = (await harness.events(run)).flatMap((event) =>
      event.type === 'metrics' ? event.rows.map(({ epoch }) => epoch) : [],
    );
    expect(epochs).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
  });

  itInTheTable('are asked to pause and go on fifty times: the same result', async () => {
    await table.startWorker();
    const run = await harness.submit([makeFakeStep('train', { ...PARAMS, milliseconds: 40 })]);
    await harness.untilCheckpoint(run, 1);
    for (let wish = 0; wish < 50 && !(await table.isOver(run)); wish += 1) {
      await table.control(run, wish % 2 === 0 ? 'pause' : 'run');
      await new Promise((resolve) => setTimeout(resolve, 37 * (wish % 7)));
    }
    await table.control(run, 'run');
    await harness.untilState(run, 'succeeded', 100);
    await table.checkEnd(run);
  });
});
