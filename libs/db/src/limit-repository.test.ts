import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { TestDatabase } from './database.fixture';
import { addRun, makeStep } from './test-run';

const NO_LIMITS = {
  ...{ mostRuns: null, mostGpuHours: null, mostDiskGigabytes: null },
  ...{ keptDays: null, keptRunDays: null, keptCheckpointDays: null },
};

let test: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
  client = new pg.Client({ connectionString: test.services.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await test.stop();
});

describe('the limits of a workspace', () => {
  it('hold its runs back before the limit of the installation does, and are taken away again', async () => {
    const { limits, outbox } = test.database;
    const runs = [await addRun(test.database, []), await addRun(test.database, [])];
    const [{ workspaceId } = { workspaceId: '' }] = runs;
    const listed = async () => (await outbox.listPending(10)).map(({ runId }) => runId);
    expect(await limits.find(workspaceId)).toEqual(NO_LIMITS);
    expect(await listed()).toEqual(runs.map(({ runId }) => runId));
    const asked = {
      ...{ mostRuns: 1, mostGpuHours: 2.5, mostDiskGigabytes: 0.5 },
      ...{ keptDays: 7, keptRunDays: 90, keptCheckpointDays: 30 },
    };
    await limits.set(workspaceId, asked);
    expect(await limits.find(workspaceId)).toEqual(asked);
    expect(await limits.listKeptDays()).toEqual([{ workspaceId, keptDays: 7 }]);
    expect(await listed()).toEqual([runs[0]?.runId]);
    await outbox.markDispatched(runs[0]?.runId ?? '');
    expect(await listed()).toEqual([]);
    expect(await limits.measure(workspaceId, new Date(0))).toEqual({ runs: 1, gpuHours: 0 });
    await limits.set(workspaceId, NO_LIMITS);
    expect(await limits.listKeptDays()).toEqual([]);
    expect(await listed()).toEqual([runs[1]?.runId]);
  });

  /*   month before │ month
       a: 22:00 ────┼───── 01:30          on a GPU
       b:           │  10:00 ── 10:15     on a GPU, asked for with a label
       c:           │  10:00 ───── 20:00  on a processor      */
  it('count hours on GPU workers since a time', async () => {
    const { workspaceId, runId } = await addRun(test.database, [
      ...[makeStep('a'), makeStep('b'), makeStep('c')],
    ]);
    const put = (id: string, queue: string, from: string, to: string) =>
      client.query(
        `UPDATE "StepRun" SET "queue" = $1, "startedAt" = $2, "finishedAt" = $3,
           "busySeconds" = extract(epoch FROM $3::timestamptz - $2::timestamptz)
         WHERE "runId" = $4 AND "stepId" = $5`,
        [queue, from, to, runId, id],
      );
    await put('a', 'graft-gpu', '2026-02-28T22:00:00Z', '2026-03-01T01:30:00Z');
    await put('b', 'graft-gpu:lab2', '2026-03-02T10:00:00Z', '2026-03-02T10:15:00Z');
    await put('c', 'graft-cpu', '2026-03-02T10:00:00Z', '2026-03-02T20:00:00Z');
    const used = async (since: string) =>
      (await test.database.limits.measure(workspaceId, new Date(since))).gpuHours;
    expect(await used('2026-03-01T00:00:00Z')).toBeCloseTo(1.75, 6);
    expect(await used('2026-02-01T00:00:00Z')).toBeCloseTo(3.75, 6);
    expect(await used('2026-04-01T00:00:00Z')).toBe(0);
    const { limits } = test.database;
    const left = (now: string) => limits.hasGpuHours(workspaceId, new Date(now));
    expect(await left('2026-03-31T23:59:59Z')).toBe(true);
    await limits.set(workspaceId, { ...NO_LIMITS, mostGpuHours: 1.75 });
    expect(await left('2026-03-31T23:59:59Z')).toBe(false);
    expect(await left('2026-04-01T00:00:00Z')).toBe(true);
    await limits.set(workspaceId, { ...NO_LIMITS, mostGpuHours: 1.8 });
    expect(await left('2026-03-31T23:59:59Z')).toBe(true);
  });

  /*  began  ├── 2 h on a GPU ──┤ parked, 3 h ├── 1 h on a GPU ── now   */
  it('count while a worker computes, not while a step is parked', async () => {
    const { steps, limits } = test.database;
    const { workspaceId, runId } = await addRun(test.database, [makeStep('long')]);
    const step = { workspaceId, runId, stepId: 'long' };
    const take = async () => {
      const taken = await steps.takeFence(step, 'worker');
      if (!taken.taken) throw new Error('the step can be taken');
      return taken.hold;
    };
    const move = (column: string, hours: number) =>
      client.query(
        `UPDATE "StepRun" SET "${column}" = "${column}" - $1 * interval '1 hour'
         WHERE "runId" = $2`,
        [hours, runId],
      );
    const before = (await limits.measure(workspaceId, new Date(0))).gpuHours;
    const used = async () => (await limits.measure(workspaceId, new Date(0))).gpuHours - before;
    await client.query(`UPDATE "StepRun" SET "queue" = 'graft-gpu' WHERE "runId" = $1`, [runId]);
    const hold = await take();
    await move('startedAt', 6);
    await move('busySince', 2);
    expect(await used()).toBeCloseTo(2, 2);
    await steps.release(hold, { state: 'parked', error: { code: 'x', message: 'x' } });
    expect(await used()).toBeCloseTo(2, 2);
    await steps.decide(step, 'retry');
    const again = await take();
    await move('busySince', 1);
    expect(await used()).toBeCloseTo(3, 2);
    await steps.release(again, { state: 'cancelled', reason: 'x' });
    expect(await used()).toBeCloseTo(3, 2);
  });
});
