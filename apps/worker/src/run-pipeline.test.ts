import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunEvent } from '@graft/contracts';
import { makeFakeStep } from '@graft/testing/fake-step';
import { RunHarness, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import type { WorkerProcess } from '@graft/testing/worker-process';
import { reconcileRuns, sendControl } from '@graft/workflows/client';
import { recordHistory } from '@graft/testing/record-history';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

const CODE = { version: '0.1.0', revision: 'a commit' };

let harness: RunHarness;
let worker: WorkerProcess;

beforeAll(async () => {
  harness = await RunHarness.start();
  worker = await harness.startWorker({
    ...{ GRAFT_REVISION: CODE.revision, GRAFT_WORKER_LABELS: 'lab2,fast-disk' },
  });
});

afterAll(() => harness?.stop());

/** Keeps the history of a run for replay tests, when that is asked for. */
async function record(name: string, run: RunRef): Promise<void> {
  const folder = process.env['GRAFT_RECORD_HISTORIES'];
  if (folder !== undefined) await recordHistory(harness.client, run, join(folder, `${name}.json`));
}

const isWarning = (event: RunEvent): event is Extract<RunEvent, { type: 'note' }> =>
  event.type === 'note' && event.level === 'warning';

async function stepStates(run: RunRef): Promise<string[]> {
  const events = await harness.events(run);
  return events.flatMap((event) =>
    event.type === 'step-state' ? [`${event.stepId} ${event.state}`] : [],
  );
}

async function lastReason(run: RunRef): Promise<string> {
  const last = (await harness.events(run)).findLast(({ type }) => type === 'step-state');
  return last?.type === 'step-state' ? (last.reason ?? '') : '';
}

async function control(run: RunRef, wanted: 'run' | 'pause' | 'cancel'): Promise<void> {
  await harness.database.runs.setControl(run.workspaceId, run.runId, wanted);
  await sendControl(harness.client, run, wanted);
}

describe('a run', () => {
  it('runs each step when what it needs is there, and tells all about it in order', async () => {
    const a = makeFakeStep('a');
    const b = makeFakeStep('b', { seed: 2, epochs: 2 }, { resource: 'io' });
    const c = makeFakeStep('c', { seed: 3, register: 'birds' }, { needs: ['a', 'b'] });
    const run = await harness.submit([a, b, c]);
    await harness.untilState(run, 'succeeded');
    const events = await harness.events(run);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, at) => at + 1));
    const states = await stepStates(run);
    expect(states.slice(-2)).toEqual(['c running', 'c succeeded']);
    expect(states).toHaveLength(6);
    const rows = events.flatMap((event) => (event.type === 'metrics' ? event.rows : []));
    expect(rows).toHaveLength(4);
    const models = await harness.database.models.listOfRun(run.workspaceId, run.runId);
    expect(models).toMatchObject([{ name: 'birds', number: 1, labels: ['x', 'y'] }]);
    expect(await harness.leftovers()).toEqual([]);
    await record('succeeded', run);
  });

  it('names run, step and attempt in each line of the log that is about one', async () => {
    const run = await harness.submit([makeFakeStep('a', { seed: 40 })]);
    await harness.untilState(run, 'succeeded');
    const read = () =>
      worker.log
        .split('\n')
        .filter((line) => line.includes(run.runId) && line.endsWith('}'))
        .map((line) => JSON.parse(line) as unknown);
    await until('the log tells of the attempt', () => read().length > 0);
    const attempt = { workspaceId: run.workspaceId, runId: run.runId, stepId: 'a', fence: 1 };
    expect(read()).toEqual([expect.objectContaining({ ...attempt, end: 'done', msg: 'attempt' })]);
  });

  it('reuses what an earlier run has computed, unless its blobs are gone', async () => {
    const step = makeFakeStep('a');
    const first = await harness.submit([step]);
    await harness.untilState(first, 'succeeded');
    const second = await harness.submit([step]);
    await harness.untilState(second, 'succeeded');
    expect(await stepStates(second)).toEqual(['a running', 'a reused']);
    const { finishedAt } = await harness.step(first, 'a');
    const [, computedBy, since = ''] =
      /^computed by run (\S+) at (\S+)$/.exec(await lastReason(second)) ?? [];
    expect(computedBy).toBe(first.runId);
    expect(Math.abs(Date.parse(since) - finishedAt!.getTime())).toBeLessThan(1000);
    // The lineage of a model says which Graft trained it, whoever took the result over.
    for (const run of [first, second]) {
      expect((await harness.step(run, 'a')).provenance).toMatchObject({ code: CODE });
    }
    const weights = await harness.output(second, 'a', 'weights');
    const { outputs } = await harness.step(second, 'a');
    const { artifacts } = outputs as { artifacts: Record<string, { digest: string }> };
    await harness.blobs.remove(artifacts['history']!.digest);
    const third = await harness.submit([step]);
    await harness.untilState(third, 'succeeded');
    expect(await stepStates(third)).toEqual(['a running', 'a succeeded']);
    expect(await harness.output(third, 'a', 'weights')).toBe(weights);
  });

  it('computes the same thing once when two runs want it at once', async () => {
    const key = randomUUID();
    const step = (resource: 'io' | 'cpu') =>
      makeFakeStep('a', { epochs: 3, milliseconds: 20 }, { key, resource });
    const runs = [await harness.submit([step('io')]), await harness.submit([step('cpu')])];
    for (const run of runs) await harness.untilState(run, 'succeeded');
    const states = (await Promise.all(runs.map(stepStates))).map((each) => each.at(-1)).sort();
    expect(states).toEqual(['a reused', 'a succeeded']);
  });
});

describe('control of a run', () => {
  it('pauses at a batch, keeps its place, and goes on to the same result', async () => {
    const { hold, untilReached, release } = await harness.makeHold(5);
    const params = { epochs: 20 };
    const control1 = await harness.submit([makeFakeStep('a', params)]);
    await harness.untilState(control1, 'succeeded');
    const run = await harness.submit([makeFakeStep('a', { ...params, hold })]);
    await untilReached(run);
    await control(run, 'pause');
    await harness.untilState(run, 'paused');
    expect((await harness.step(run, 'a')).state).toBe('paused');
    const { seq } = (await harness.events(run)).at(-1)!;
    await release();
    await control(run, 'run');
    await harness.untilState(run, 'succeeded');
    const after = (await harness.events(run)).filter((event) => event.seq > seq);
    const rows = after.flatMap((event) => (event.type === 'metrics' ? event.rows : []));
    expect(rows).toHaveLength(15);
    expect(await harness.output(run, 'a', 'weights')).toBe(
      await harness.output(control1, 'a', 'weights'),
    );
    expect(await harness.output(run, 'a', 'history')).toBe(
      await harness.output(control1, 'a', 'history'),
    );
    await record('paused-and-resumed', run);
  });

  it('cancels what runs and what waits, for good', async () => {
    const { hold } = await harness.makeHold(2);
    const long = makeFakeStep('a', { epochs: 3, hold });
    const run = await harness.submit([long, makeFakeStep('b', {}, { needs: ['a'] })]);
    await harness.untilCheckpoint(run);
    await control(run, 'cancel');
    await harness.untilState(run, 'cancelled');
    expect((await harness.step(run, 'a')).state).toBe('cancelled');
    expect((await harness.step(run, 'b')).state).toBe('cancelled');
    await record('cancelled', run);
    expect(await harness.leftovers()).toEqual([]);
  });

  it('goes on from a checkpoint of an earlier run of the same step, and tells the whole course', async () => {
    const { hold, untilReached, release } = await harness.makeHold(3);
    const step = makeFakeStep('a', { epochs: 10, hold });
    const first = await harness.submit([step]);
    await untilReached(first);
    await control(first, 'cancel');
    await harness.untilState(first, 'cancelled');
    await release();
    const second = await harness.submit([step]);
    await harness.untilState(second, 'succeeded');
    const events = await harness.events(second);
    const [firstKept] = events.flatMap((event) =>
      event.type === 'checkpoint' ? event.checkpoint.epoch : [],
    );
    expect(firstKept).toBeGreaterThanOrEqual(3);
    const told = events.flatMap((event) =>
      event.type === 'metrics' ? event.rows.map(({ epoch }) => epoch) : [],
    );
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('a damaged checkpoint', () => {
  it('is set aside with a note; the step goes on from the one before, to the same result', async () => {
    const { hold, release } = await harness.makeHold(5);
    const params = { epochs: 10 };
    const undisturbed = await harness.submit([makeFakeStep('a', params)]);
    await harness.untilState(undisturbed, 'succeeded');
    const step = makeFakeStep('a', { ...params, hold });
    const first = await harness.submit([step]);
    await harness.untilCheckpoint(first, 3);
    await control(first, 'pause');
    await harness.untilState(first, 'paused');
    const [newest] = await harness.database.checkpoints.list(first.workspaceId, step.key);
    await harness.blobs.remove(newest!.digest);
    await release();
    await control(first, 'run');
    await harness.untilState(first, 'succeeded');
    const warnings = (await harness.events(first)).filter(isWarning);
    expect(warnings).toMatchObject([{ code: 'checkpoint.corrupt', level: 'warning' }]);
    expect(await harness.output(first, 'a', 'weights')).toBe(
      await harness.output(undisturbed, 'a', 'weights'),
    );
  });

  it('is set aside by name when the engine says that it belongs to other weights', async () => {
    const { hold, untilReached, release } = await harness.makeHold(5);
    const step = makeFakeStep('a', { epochs: 10, hold, refuses: 5 });
    const run = await harness.submit([step]);
    await untilReached(run);
    await control(run, 'pause');
    await harness.untilState(run, 'paused');
    const kept = await harness.database.checkpoints.list(run.workspaceId, step.key);
    const refused = kept.filter(({ epoch }) => epoch >= 5);
    await release();
    await control(run, 'run');
    await harness.untilState(run, 'succeeded');
    const warnings = (await harness.events(run)).filter(isWarning);
    // Each is named once, with the attempt that it cost.
    const told = ['checkpoint.corrupt', 'checkpoint.mismatch'];
    expect(warnings.map(({ code }) => code)).toEqual(refused.flatMap(() => told));
    expect(warnings[0]!.message).toContain(`Checkpoint ${refused[0]!.seq} (epoch 5)`);
    const whole = await harness.submit([makeFakeStep('a', { epochs: 10 })]);
    await harness.untilState(whole, 'succeeded');
    expect(await harness.output(run, 'a', 'weights')).toBe(
      await harness.output(whole, 'a', 'weights'),
    );
  });
});

describe('the reconciler', () => {
  it('starts the workflow of an unfinished run again, under the same id, once', async () => {
    const { hold, release } = await harness.makeHold(2);
    const run = await harness.submit([makeFakeStep('a', { epochs: 10, hold })]);
    await harness.untilCheckpoint(run, 2);
    await harness.client.workflow.getHandle(`run:${run.runId}`).terminate('lost');
    const actions = await Promise.all(
      [1, 2].map(() => reconcileRuns(harness.database.runs, harness.client)),
    );
    expect(actions.flat()).toContainEqual({ run, action: 'started-again' });
    await release();
    await harness.untilState(run, 'succeeded');
    expect(await reconcileRuns(harness.database.runs, harness.client)).toEqual([]);
    const rows = (await harness.events(run)).flatMap((event) =>
      event.type === 'metrics' ? event.rows : [],
    );
    expect(rows.at(-1)?.epoch).toBe(10);
  });

  it('repeats a wish that the workflow has not heard', async () => {
    const { hold } = await harness.makeHold(2);
    const run = await harness.submit([makeFakeStep('a', { epochs: 3, hold })]);
    await harness.untilCheckpoint(run);
    await harness.database.runs.setControl(run.workspaceId, run.runId, 'cancel');
    await until('the workflow was told', async () => {
      const actions = await reconcileRuns(harness.database.runs, harness.client);
      return actions.some(({ action }) => action === 'told-again');
    });
    await harness.untilState(run, 'cancelled');
  });
});

describe('a worker that is drained', () => {
  it('writes a checkpoint, hands its step to another one and stops', async () => {
    const run = await harness.submit([makeFakeStep('a', { epochs: 9000, milliseconds: 10 })]);
    await harness.untilCheckpoint(run);
    const [before] = await harness.database.workers.list();
    expect(before?.labels).toEqual(['lab2', 'fast-disk']);
    expect(await harness.database.workers.drain(before?.id ?? '')).toBe(true);
    await until('it has stopped', () => worker.ended);
    expect(worker.exitCode).toBe(0);
    expect(await harness.database.workers.list()).toEqual([]);
    const checkpoints = (await harness.events(run)).filter(({ type }) => type === 'checkpoint');
    await harness.startWorker();
    await harness.untilCheckpoint(run, checkpoints.length + 1);
    const resumed = (await harness.events(run)).flatMap((event) =>
      event.type === 'checkpoint' ? [event.checkpoint.seq] : [],
    );
    // Numbers go on: nothing was computed twice.
    expect(resumed).toEqual(resumed.map((_, at) => at + 1));
    await harness.database.steps.wish({ ...run, stepId: 'a' }, { finishEarly: true });
    await harness.untilState(run, 'succeeded');
    expect((await harness.step(run, 'a')).fence).toBe(2);
  });
});
