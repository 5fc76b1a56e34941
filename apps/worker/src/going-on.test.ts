import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFakeStep } from '@graft/testing/fake-step';
import { recordHistory } from '@graft/testing/record-history';
import { RunHarness, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import { reconcileRuns, sendControl, sendPriority } from '@graft/workflows/client';
import { join } from 'node:path';

let harness: RunHarness;

beforeAll(async () => {
  harness = await RunHarness.start();
  await harness.startWorker();
});

afterAll(() => harness?.stop());

async function record(name: string, run: RunRef): Promise<void> {
  const folder = process.env['GRAFT_RECORD_HISTORIES'];
  if (folder !== undefined) await recordHistory(harness.client, run, join(folder, `${name}.json`));
}

async function states(run: RunRef, ...ids: string[]): Promise<string[]> {
  const steps = await Promise.all(ids.map((id) => harness.step(run, id)));
  return steps.map((step) => step.state);
}

describe('a run that goes on from another', () => {
  //  train ── evaluate
  it('takes over a training that was ended early, and computes what comes after it anew', async () => {
    const { hold, release } = await harness.makeHold(2);
    const train = makeFakeStep('train', { epochs: 4, hold });
    const evaluate = makeFakeStep('evaluate', {}, { needs: ['train'] });
    const parent = await harness.submit([train, evaluate]);
    await harness.untilCheckpoint(parent, 2);
    await harness.database.steps.wish({ ...parent, stepId: 'train' }, { finishEarly: true });
    await harness.untilState(parent, 'succeeded');
    await release();
    const child = await harness.submit([train, evaluate], { parentId: parent.runId });
    await harness.untilState(child, 'succeeded');
    expect(await states(child, 'train', 'evaluate')).toEqual(['reused', 'succeeded']);
    expect((await harness.step(child, 'train')).changed).toBe(true);
    const { finishedAt } = await harness.step(parent, 'train');
    const events = await harness.events(child);
    expect(events).toContainEqual(
      expect.objectContaining({
        ...{ stepId: 'train', state: 'reused' },
        reason: `computed by run ${parent.runId} at ${finishedAt!.toISOString()}`,
      }),
    );
    for (const id of ['train', 'evaluate']) {
      expect(await harness.output(child, id, 'weights')).toBe(
        await harness.output(parent, id, 'weights'),
      );
    }
    const stranger = await harness.submit([train, evaluate]);
    await harness.untilState(stranger, 'succeeded');
    expect(await states(stranger, 'train', 'evaluate')).toEqual(['succeeded', 'succeeded']);
  });

  it('runs again what it is asked to, although it is there, to the same result', async () => {
    const steps = [makeFakeStep('a'), makeFakeStep('b', {}, { needs: ['a'] })];
    const parent = await harness.submit(steps);
    await harness.untilState(parent, 'succeeded');
    const child = await harness.submit(steps, { parentId: parent.runId, fresh: new Set(['b']) });
    await harness.untilState(child, 'succeeded');
    expect(await states(child, 'a', 'b')).toEqual(['reused', 'succeeded']);
    expect(await harness.output(child, 'b', 'weights')).toBe(
      await harness.output(parent, 'b', 'weights'),
    );
  });

  it('awaits a step that its parent still runs', async () => {
    const { hold, release } = await harness.makeHold(2);
    const step = (resource: 'io' | 'cpu') =>
      makeFakeStep('a', { epochs: 4, hold }, { key: 'awaited', resource });
    const parent = await harness.submit([step('cpu')]);
    await harness.untilCheckpoint(parent, 2);
    const child = await harness.submit([step('io')], { parentId: parent.runId });
    await until('the child says that it waits', async () => {
      const notes = (await harness.events(child)).filter((event) => event.type === 'note');
      return notes.length > 0 && notes.every(({ code }) => code === 'step.awaits-other-run');
    });
    await release();
    await harness.untilState(child, 'succeeded');
    expect(await states(child, 'a')).toEqual(['reused']);
  });
});

describe('an attempt that waits for the result of another run', () => {
  // What a worker does that wakes up from a freeze: its stale attempt takes the step last, and is told to end.
  it('begins anew when its step was taken by one that has vanished', async () => {
    const { hold, untilReached, release } = await harness.makeHold(2);
    const step = (resource: 'io' | 'cpu') =>
      makeFakeStep('a', { epochs: 4, hold }, { key: 'lost', resource });
    const first = await harness.submit([step('cpu')]);
    await untilReached(first);
    const second = await harness.submit([step('io')]);
    await until('it waits', async () => {
      return (await harness.events(second)).some((event) => event.type === 'note');
    });
    await harness.database.steps.takeFence({ ...second, stepId: 'a' }, 'a frozen worker');
    await harness.database.runs.setControl(first.workspaceId, first.runId, 'cancel');
    await sendControl(harness.client, first, 'cancel');
    await harness.untilState(first, 'cancelled');
    await release();
    await harness.untilState(second, 'succeeded');
    expect((await harness.step(second, 'a')).fence).toBe(3);
  });
});

/** Whether Temporal has the run's step and no worker has. */
async function isQueued({ runId }: RunRef): Promise<boolean> {
  const { raw } = await harness.client.workflow.getHandle(`run:${runId}`).describe();
  const names = (raw.pendingActivities ?? []).map(({ activityType }) => activityType?.name);
  return names.includes('runStep');
}

describe('the queue of a worker', () => {
  it('gives runs of a higher priority their turn first', async () => {
    const { hold, release } = await harness.makeHold(2);
    const blocker = await harness.submit([makeFakeStep('a', { epochs: 3, hold })]);
    await harness.untilCheckpoint(blocker);
    const low = await harness.submit([makeFakeStep('low')], { priority: 'low' });
    const high = await harness.submit([makeFakeStep('high')], { priority: 'high' });
    await until('both are in the queue', async () => {
      const queued = await Promise.all([low, high].map((run) => isQueued(run)));
      return queued.every(Boolean);
    });
    await release();
    await harness.untilState(low, 'succeeded');
    await harness.untilState(high, 'succeeded');
    const [first, second] = [await harness.step(high, 'high'), await harness.step(low, 'low')];
    expect(first.startedAt!.getTime()).toBeLessThan(second.startedAt!.getTime());
  });

  it('lets a run overtake whose priority is raised while it waits, and what it asks for later too', async () => {
    const { hold, release } = await harness.makeHold(2);
    const blocker = await harness.submit([makeFakeStep('a', { epochs: 3, hold })]);
    await harness.untilCheckpoint(blocker);
    // Each takes 0.6 s on any machine, all of them 3.6 s: the server takes about a second to move a waiting step.
    const long = { epochs: 1, batches: 2, milliseconds: 300 };
    const ahead: RunRef[] = [];
    for (let count = 0; count < 6; count += 1) {
      ahead.push(await harness.submit([makeFakeStep('one', long)]));
    }
    const late = await harness.submit([makeFakeStep('two')]);
    await until('all are in the queue', async () => {
      const queued = await Promise.all([...ahead, late].map((run) => isQueued(run)));
      return queued.every(Boolean);
    });
    expect(await sendPriority(harness.client, late, 'high')).toBe(true);
    // What it schedules from now on inherits this.
    const { raw } = await harness.client.workflow.getHandle(`run:${late.runId}`).describe();
    expect(raw.workflowExecutionInfo?.priority?.priorityKey).toBe(2);
    await release();
    await Promise.all([...ahead, late].map((run) => harness.untilState(run, 'succeeded')));
    const begun = async (run: RunRef, step: string) =>
      (await harness.step(run, step)).startedAt?.getTime() ?? 0;
    const others = await Promise.all(ahead.map((run) => begun(run, 'one')));
    expect(await begun(late, 'two')).toBeLessThan(Math.max(...others));
    expect(await sendPriority(harness.client, late, 'low')).toBe(false);
  });
});

describe('a worker that is replaced by a newer one in the middle of a run', () => {
  it('lets go of its step at a batch; the run ends on the new one, its history whole', async () => {
    const old = await harness.startWorker();
    const { hold, release } = await harness.makeHold(2);
    const train = makeFakeStep('a', { epochs: 20, hold });
    const run = await harness.submit([train, makeFakeStep('b', {}, { needs: ['a'] })]);
    await harness.untilCheckpoint(run, 2);
    await harness.replaceWorkers();
    expect(old.exitCode).toBe(0);
    await release();
    await harness.untilState(run, 'succeeded', 90);
    const history = JSON.parse(await harness.output(run, 'a', 'history')) as { epoch: number }[];
    expect(history).toHaveLength(20);
    await record('worker-replaced', run);
  });

  it('goes on although its workflow is started again half-way', async () => {
    const { hold, release } = await harness.makeHold(4);
    const [a, b] = [makeFakeStep('a'), makeFakeStep('b', { epochs: 8, hold })];
    const run = await harness.submit([a, { ...b, needs: ['a'] }]);
    await harness.untilCheckpoint(run, 4);
    await harness.client.workflow.getHandle(`run:${run.runId}`).terminate('lost');
    await reconcileRuns(harness.database.runs, harness.client);
    await release();
    await harness.untilState(run, 'succeeded');
    expect((await harness.step(run, 'a')).fence).toBe(1);
    await record('started-again', run);
  });
});
