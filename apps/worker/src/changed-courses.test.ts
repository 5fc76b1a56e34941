import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFakeStep } from '@graft/testing/fake-step';
import { RunHarness, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import { sendControl } from '@graft/workflows/client';
import { createHash } from 'node:crypto';

let harness: RunHarness;

beforeAll(async () => {
  harness = await RunHarness.start();
  await harness.startWorker();
});

afterAll(() => harness?.stop());

const PARAMS = { epochs: 60, milliseconds: 10 };

async function rows(run: RunRef) {
  const events = await harness.events(run);
  return events.flatMap((event) =>
    event.type === 'metrics' && event.stepId === 'train' ? event.rows : [],
  );
}

async function control(run: RunRef, wanted: 'run' | 'pause'): Promise<void> {
  await harness.database.runs.setControl(run.workspaceId, run.runId, wanted);
  await sendControl(harness.client, run, wanted);
}

/** Waits for the checkpoint of a run's own course. */
async function untilChangeStored({ workspaceId, runId }: RunRef, key: string): Promise<void> {
  await until('the change is stored', async () => {
    const list = await harness.database.checkpoints.list(workspaceId, `${key}@${runId}`);
    return list.length > 0;
  });
}

const hash = (...parts: unknown[]) => createHash('sha256').update(parts.join('|')).digest('hex');

/** What the fake engine must come to when the rate changes before some batch. */
function expectWeights(rateFrom: number, rate: number): string {
  let weights = hash(1);
  for (let at = 0; at < 600; at += 1) {
    const place = [weights, Math.floor(at / 10), at % 10];
    weights = at < rateFrom ? hash(...place) : hash(...place, rate);
  }
  return weights;
}

describe('a training that is asked to finish early', () => {
  //  train ── after
  it('ends with what it has, the run goes on with that, and neither is anybody else’s', async () => {
    const { hold, untilReached, release } = await harness.makeHold(5);
    const train = makeFakeStep('train', { ...PARAMS, hold });
    const after = makeFakeStep('after', {}, { needs: ['train'] });
    const run = await harness.submit([train, after]);
    await untilReached(run);
    const wish = { ...run, stepId: 'train' };
    expect(await harness.database.steps.wish(wish, { finishEarly: true })).toBe('running');
    await harness.untilState(run, 'succeeded');
    await release();
    expect(await rows(run)).toHaveLength(5);
    expect(await harness.database.steps.wish(wish, { finishEarly: true })).toBe('succeeded');
    const { changed } = await harness.step(run, 'after');
    expect(changed).toBe(true);
    const keys = [train.key, after.key];
    expect(await harness.database.cache.findMany(run.workspaceId, keys)).toEqual([]);
    const again = await harness.submit([train]);
    await harness.untilState(again, 'succeeded');
    expect(await harness.output(again, 'train', 'weights')).toBe(expectWeights(600, 0));
  });
});

describe('a learning rate that is changed while it runs', () => {
  it('holds from the next batch on, and after a kill and a pause from the very same one', async () => {
    const { hold, untilReached, release } = await harness.makeHold(5);
    const train = makeFakeStep('train', { ...PARAMS, hold });
    const run = await harness.submit([train]);
    await untilReached(run);
    const wish = { ...run, stepId: 'train' };
    await harness.database.steps.wish(wish, { learningRate: 0.5 });
    await untilChangeStored(run, train.key);
    process.kill(await harness.enginePid(run), 'SIGKILL');
    await until('another attempt has it', async () => {
      return (await harness.step(run, 'train')).fence === 2;
    });
    await control(run, 'pause');
    await harness.untilState(run, 'paused');
    await control(run, 'run');
    await release();
    await harness.untilState(run, 'succeeded');
    const history = JSON.parse(await harness.output(run, 'train', 'history')) as {
      epoch: number;
      learningRate: number;
    }[];
    expect(history.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 60 }, (_, at) => at + 1),
    );
    expect(history.findIndex(({ learningRate }) => learningRate === 0.5)).toBe(5);
    // The fourth batch of that epoch; another one when an attempt was lost before it had heard of the wish.
    const candidates = Array.from({ length: 10 }, (_, at) => 50 + at);
    const weights = await harness.output(run, 'train', 'weights');
    expect(candidates.map((from) => expectWeights(from, 0.5))).toContain(weights);
    expect(await harness.database.cache.find(run.workspaceId, train.key)).toBeNull();
    const notes = (await harness.events(run)).filter(
      (event) => event.type === 'note' && event.code === 'course.learning-rate-changed',
    );
    expect(notes).toHaveLength(1);
  });

  it('does not hold up another run of the same step, nor lend it its checkpoints', async () => {
    const { hold, untilReached, release } = await harness.makeHold(5);
    const train = makeFakeStep('train', { ...PARAMS, hold }, { resource: 'io' });
    const first = await harness.submit([train]);
    await untilReached(first);
    await harness.database.steps.wish({ ...first, stepId: 'train' }, { learningRate: 0.5 });
    await untilChangeStored(first, train.key);
    const second = await harness.submit([{ ...train, resource: 'cpu' }]);
    // Both are at it at once.
    await harness.enginePid(second);
    await release();
    await harness.untilState(second, 'succeeded');
    await harness.untilState(first, 'succeeded');
    expect(await harness.output(second, 'train', 'weights')).toBe(expectWeights(600, 0));
    expect((await harness.step(second, 'train')).changed).toBe(false);
  });

  it('is refused for a step that has ended', async () => {
    const run = await harness.submit([makeFakeStep('a')]);
    await harness.untilState(run, 'succeeded');
    const wish = harness.database.steps.wish({ ...run, stepId: 'a' }, { learningRate: 1 });
    await expect(wish).rejects.toMatchObject({ code: 'step.not-changeable', status: 409 });
  });
});
