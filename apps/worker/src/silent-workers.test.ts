import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunHarness } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultTable } from './fault-table.fixture';

/** Runs with `npm run faults -- --table`. */
const itInTheTable = process.env['GRAFT_FAULTS'] === 'all' ? it : it.skip;

let table: FaultTable;
let harness: RunHarness;

beforeAll(async () => {
  table = await FaultTable.start();
  harness = table.harness;
});
afterEach(() => table.endAll());
afterAll(() => table?.stop());

/** Loads a program into a worker before it starts. */
const preload = (fixture: string) => ({
  NODE_OPTIONS: `--require ${JSON.stringify(join(import.meta.dirname, fixture))}`,
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a worker whose loop is blocked for longer than its heartbeats', () => {
  // Its connection to Temporal lives on and takes work that nobody does, until that has timed out: about 75 s.
  itInTheTable(
    'loses its step while its engine goes on; what comes late has no effect',
    async () => {
      const block = join(harness.services.home, 'block');
      await writeFile(block, '');
      table.atEnd(() => rm(block, { force: true }));
      const blocked = await table.startWorker({
        ...preload('block-loop.fixture.cjs'),
        GRAFT_BLOCK_WHILE: block,
      });
      const { hold, untilReached, release } = await harness.makeHold(3);
      const run = await table.submit([hold]);
      await untilReached(run);
      const engine = await harness.enginePid(run);
      blocked.signal('SIGUSR2');
      await table.startWorker();
      const another = async () => (await harness.step(run, 'train')).fence >= 2;
      await until('another attempt has the step', another, 100);
      // Both engines train to the end; nobody takes what the first one says.
      await release();
      await harness.untilState(run, 'succeeded', 180);
      await rm(block);
      await until('the blocked one has noticed', () => !isAlive(engine));
      await table.checkEnd(run);
      expect((await harness.step(run, 'train')).fence).toBe(2);
    },
  );
});

describe('an engine that stands still', () => {
  it('is killed after five minutes without a sign, and the next one goes on from its checkpoint', async () => {
    const ahead = join(harness.services.home, 'ahead');
    table.atEnd(() => rm(ahead, { force: true }));
    await table.startWorker({ ...preload('time-ahead.fixture.cjs'), GRAFT_TIME_AHEAD: ahead });
    const { hold, untilReached, release } = await harness.makeHold(3);
    const run = await table.submit([hold]);
    await untilReached(run);
    const engine = await harness.enginePid(run);
    process.kill(engine, 'SIGSTOP');
    await release();
    await writeFile(ahead, String(6 * 60_000));
    await until('it is killed', () => !isAlive(engine));
    await harness.untilState(run, 'succeeded');
    await table.checkEnd(run);
    expect(await table.warningsOf(run)).toContain('engine.stalled');
  });
});
