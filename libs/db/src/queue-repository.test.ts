import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commitOf, TestDatabase } from './database.fixture';
import { addRun, makeStep } from './test-run';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
});
afterAll(() => test.stop());

/** A run whose steps know their queues, as when a worker has opened it. */
async function open(...steps: ReturnType<typeof makeStep>[]) {
  const { database } = test;
  const ref = await addRun(database, steps);
  await database.outbox.markDispatched(ref.runId);
  await database.runs.changeState(ref.workspaceId, ref.runId, 'running');
  const queues = Object.fromEntries(steps.map(({ id }) => [id, 'graft-cpu']));
  await database.runs.setQueues(ref.workspaceId, ref.runId, queues);
  return ref;
}

async function ended(ref: Awaited<ReturnType<typeof open>>) {
  await test.database.runs.finish(ref.workspaceId, ref.runId, { state: 'cancelled' });
}

describe('the queue', () => {
  it('lists runs that wait for their turn as they will go; who is to be cancelled is not in it', async () => {
    const { queue, runs, outbox } = test.database;
    const added = [
      await addRun(test.database, []),
      await addRun(test.database, []),
      await addRun(test.database, []),
    ];
    const [first, second, third] = added.map(({ runId }) => runId);
    const [{ workspaceId } = { workspaceId: '' }] = added;
    const listed = async () => (await queue.listRuns(workspaceId)).map(({ runId }) => runId);
    expect(await listed()).toEqual([first, second, third]);
    await queue.setPriority(workspaceId, third ?? '', 'high');
    expect(await listed()).toEqual([third, first, second]);
    expect((await queue.listRuns(workspaceId)).map(({ position }) => position)).toEqual([1, 2, 3]);
    expect((await outbox.listPending(1)).map(({ runId }) => runId)).toEqual([third]);
    await runs.setControl(workspaceId, first ?? '', 'cancel');
    expect(await listed()).toEqual([third, second]);
    // It needs no turn to end.
    expect((await outbox.listPending(1)).map(({ runId }) => runId)).toEqual([first]);
    for (const { runId } of added) await outbox.markDispatched(runId);
  });

  //  a ── b      only a waits for a worker, until it is done
  it('lists steps that wait for a worker, not those that wait for another step', async () => {
    const { queue, steps } = test.database;
    const ref = await open(makeStep('a'), makeStep('b', { needs: ['a'] }));
    const listed = async () => (await queue.listSteps(ref.workspaceId)).map((each) => each.stepId);
    expect(await listed()).toEqual(['a']);
    const hold = await test.take(ref, 'a');
    expect(await listed()).toEqual([]);
    await steps.commit(hold, commitOf('a'));
    expect(await listed()).toEqual(['b']);
    await ended(ref);
    expect(await listed()).toEqual([]);
  });

  it('places steps by priority, then by when they came; a changed priority counts as coming anew', async () => {
    const { queue } = test.database;
    const [one, two] = [await open(makeStep('one')), await open(makeStep('two'))];
    const listed = async () =>
      (await queue.listSteps(one.workspaceId)).map(({ stepId, position }) => [stepId, position]);
    expect(await listed()).toEqual([
      ['one', 1],
      ['two', 2],
    ]);
    await queue.setPriority(one.workspaceId, two.runId, 'high');
    expect(await listed()).toEqual([
      ['two', 1],
      ['one', 2],
    ]);
    await queue.setPriority(one.workspaceId, one.runId, 'high');
    await queue.setPriority(one.workspaceId, one.runId, 'normal');
    await queue.setPriority(one.workspaceId, two.runId, 'normal');
    expect((await listed())[0]).toEqual(['one', 1]);
    await ended(one);
    const kept = await queue.setPriority(one.workspaceId, one.runId, 'low');
    expect(kept).toEqual({ state: 'cancelled', priority: 'normal' });
  });
});
