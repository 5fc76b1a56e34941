import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFakeStep } from '@graft/testing/fake-step';
import { recordHistory } from '@graft/testing/record-history';
import { RunHarness, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import { reconcileRuns, retellDecisions, sendControl, sendDecision } from '@graft/workflows/client';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

let harness: RunHarness;

beforeAll(async () => {
  harness = await RunHarness.start();
  await harness.startWorker();
});

afterAll(() => harness?.stop());

const BAD_DATA = { epoch: 1, errorClass: 'user', code: 'data.empty' };

async function record(name: string, run: RunRef): Promise<void> {
  const folder = process.env['GRAFT_RECORD_HISTORIES'];
  if (folder !== undefined) await recordHistory(harness.client, run, join(folder, `${name}.json`));
}

/** What the API does: the row first, then the workflow. */
async function decide(run: RunRef, stepId: string, decision: 'retry' | 'skip' | 'end') {
  const { decided } = await harness.database.steps.decide({ ...run, stepId }, decision);
  if (decided) {
    await sendDecision(harness.client, decided);
    await harness.database.steps.markTold(decided);
  }
}

async function states(run: RunRef, ...ids: string[]): Promise<string[]> {
  const steps = await Promise.all(ids.map((id) => harness.step(run, id)));
  return steps.map((step) => step.state);
}

async function warnings(run: RunRef): Promise<string[]> {
  return (await harness.events(run)).flatMap((event) =>
    event.type === 'note' && event.level === 'warning' ? event.code : [],
  );
}

/** A step that fails in its second epoch for as long as a file exists. */
async function makeMendable(id: string, change: { needs?: string[] } = {}) {
  const fault = join(harness.services.home, `${id}-${Math.random()}`);
  await writeFile(fault, '');
  const fail = { ...BAD_DATA, whileExists: fault };
  const step = makeFakeStep(id, { epochs: 4, fail }, change);
  return { step, mend: () => rm(fault) };
}

describe('a step that cannot go on', () => {
  //  bad ──┬── late
  //  good ─┘        alone
  it('is parked with the reason and holds its branch; the other branches end', async () => {
    const { step: bad, mend } = await makeMendable('bad');
    const good = makeFakeStep('good', { epochs: 3 });
    const late = makeFakeStep('late', {}, { needs: ['bad', 'good'] });
    const alone = makeFakeStep('alone', {}, { needs: ['good'] });
    const run = await harness.submit([bad, good, late, alone]);
    await harness.untilState(run, 'parked');
    expect(await states(run, 'bad', 'good', 'late', 'alone')).toEqual([
      'parked',
      'succeeded',
      'waiting',
      'succeeded',
    ]);
    expect(await harness.step(run, 'bad')).toMatchObject({
      fence: 1,
      error: { code: 'data.empty', message: 'It was told to fail.' },
    });
    await mend();
    await decide(run, 'bad', 'retry');
    await harness.untilState(run, 'succeeded');
    expect((await harness.step(run, 'bad')).error).toBeNull();
    expect(await states(run, 'bad', 'late')).toEqual(['succeeded', 'succeeded']);
    // It went on from the checkpoint of its first epoch: its history has each epoch once.
    const history = JSON.parse(await harness.output(run, 'bad', 'history')) as { epoch: number }[];
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    await record('parked-and-retried', run);
  });

  it('is parked again when retrying does not help, and a decision told twice counts once', async () => {
    const { step, mend } = await makeMendable('a');
    const run = await harness.submit([step]);
    await harness.untilState(run, 'parked');
    const first = await harness.database.steps.decide({ ...run, stepId: 'a' }, 'retry');
    await sendDecision(harness.client, first.decided!);
    await until('it is parked again', async () => {
      const { state, fence } = await harness.step(run, 'a');
      return state === 'parked' && fence === 2;
    });
    await sendDecision(harness.client, first.decided!);
    await harness.untilState(run, 'parked');
    expect((await harness.step(run, 'a')).fence).toBe(2);
    await mend();
    await decide(run, 'a', 'retry');
    await harness.untilState(run, 'succeeded');
    await record('parked-twice', run);
  });

  //  bad ── late       good
  it('can be skipped with all that needs it: the run succeeds with the rest', async () => {
    const bad = makeFakeStep('bad', { epochs: 2, fail: BAD_DATA });
    const late = makeFakeStep('late', {}, { needs: ['bad'] });
    const run = await harness.submit([bad, late, makeFakeStep('good')]);
    await harness.untilState(run, 'parked');
    await decide(run, 'bad', 'skip');
    await harness.untilState(run, 'succeeded');
    expect(await states(run, 'bad', 'late', 'good')).toEqual(['skipped', 'skipped', 'succeeded']);
    await record('parked-and-skipped', run);
  });

  it('can be ended: the run fails with its reason', async () => {
    const bad = makeFakeStep('bad', { epochs: 2, fail: BAD_DATA });
    const run = await harness.submit([bad, makeFakeStep('late', {}, { needs: ['bad'] })]);
    await harness.untilState(run, 'parked');
    await decide(run, 'bad', 'end');
    await harness.untilState(run, 'failed');
    expect(await harness.database.runs.find(run.workspaceId, run.runId)).toMatchObject({
      error: { code: 'data.empty', message: 'It was told to fail.', stepId: 'bad' },
    });
    expect(await states(run, 'bad', 'late')).toEqual(['failed', 'skipped']);
    await decide(run, 'bad', 'end');
    const other = harness.database.steps.decide({ ...run, stepId: 'bad' }, 'retry');
    await expect(other).rejects.toMatchObject({ code: 'step.not-parked', status: 409 });
    await record('parked-and-ended', run);
  });

  it('can be cancelled with its run', async () => {
    const run = await harness.submit([makeFakeStep('bad', { epochs: 2, fail: BAD_DATA })]);
    await harness.untilState(run, 'parked');
    await harness.database.runs.setControl(run.workspaceId, run.runId, 'cancel');
    await sendControl(harness.client, run, 'cancel');
    await harness.untilState(run, 'cancelled');
    await record('parked-and-cancelled', run);
  });

  it('is decided about although Temporal has lost its workflow, or never heard of it', async () => {
    const { step, mend } = await makeMendable('a');
    const lost = await harness.submit([step]);
    await harness.untilState(lost, 'parked');
    await harness.client.workflow.getHandle(`run:${lost.runId}`).terminate('lost');
    await reconcileRuns(harness.database.runs, harness.client);
    await harness.untilState(lost, 'parked');
    expect((await harness.step(lost, 'a')).fence).toBe(1);
    await mend();
    await harness.database.steps.decide({ ...lost, stepId: 'a' }, 'retry');
    expect(await retellDecisions(harness.database.steps, harness.client)).toBe(1);
    expect(await retellDecisions(harness.database.steps, harness.client)).toBe(0);
    await harness.untilState(lost, 'succeeded');
    await record('started-again-while-parked', lost);
  });
});

describe('what parks a step', () => {
  it('is an engine that dies three times at the same place', async () => {
    const run = await harness.submit([makeFakeStep('a', { epochs: 3, die: { epoch: 1 } })]);
    await harness.untilState(run, 'parked');
    const step = await harness.step(run, 'a');
    expect(step.error).toMatchObject({
      code: 'engine.crash-loop',
      details: { code: 'engine.died' },
    });
    expect(step.fence).toBeGreaterThanOrEqual(3);
    expect(await warnings(run)).toContain('engine.died');
  });

  it('is a fault of ours that comes back, without its words', async () => {
    const fail = { epoch: 1, errorClass: 'unexpected', code: 'bug' };
    const run = await harness.submit([makeFakeStep('a', { epochs: 2, fail })]);
    await harness.untilState(run, 'parked');
    const step = await harness.step(run, 'a');
    // The first attempt reached a checkpoint; the three that began there count.
    expect(step).toMatchObject({
      fence: 4,
      error: { code: 'engine.crash-loop', details: { code: 'bug' } },
    });
    expect(JSON.stringify(step.error)).not.toContain('told to fail');
  });

  it('is memory that runs out with halved batches too', async () => {
    const fail = { epoch: 1, errorClass: 'resource', code: 'engine.out-of-memory' };
    const run = await harness.submit([makeFakeStep('a', { epochs: 2, fail })]);
    await harness.untilState(run, 'parked');
    expect(await harness.step(run, 'a')).toMatchObject({
      ...{ fence: 2, microBatches: 2 },
      error: { code: 'engine.out-of-memory' },
    });
  });

  it('is not memory that is enough for halved batches; the result is kept apart', async () => {
    const fail = {
      epoch: 1,
      errorClass: 'resource',
      code: 'engine.out-of-memory',
      onlyWhole: true,
    };
    const step = makeFakeStep('a', { epochs: 3, fail });
    const run = await harness.submit([step, makeFakeStep('b', {}, { needs: ['a'] })]);
    await harness.untilState(run, 'succeeded');
    expect(await warnings(run)).toEqual(['memory.batches-split']);
    expect(await harness.step(run, 'a')).toMatchObject({
      ...{ fence: 2, changed: true },
      provenance: { microBatches: 2 },
    });
    expect((await harness.step(run, 'b')).changed).toBe(true);
    const keys = await Promise.all(['a', 'b'].map(async (id) => (await harness.step(run, id)).key));
    expect(await harness.database.cache.findMany(run.workspaceId, keys)).toEqual([]);
  });

  it('is a disk that is full again after room was made once', async () => {
    const fail = { epoch: 1, errorClass: 'resource', code: 'engine.disk-full' };
    const run = await harness.submit([makeFakeStep('a', { epochs: 2, fail })]);
    await harness.untilState(run, 'parked');
    expect(await harness.step(run, 'a')).toMatchObject({
      ...{ fence: 2, freedSpace: true },
      error: { code: 'engine.disk-full' },
    });
    expect(await warnings(run)).toEqual(['disk.freed']);
  });
});
