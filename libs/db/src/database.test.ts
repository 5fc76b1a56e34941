import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices } from '@graft/testing/services';
import type { Database } from './database';
import { commitOf, TestDatabase } from './database.fixture';
import { pickKept } from './kept-results';
import { addRun, digestOf, makePlan, makeStep } from './test-run';
import { v7 } from './uuid';

let test: TestDatabase;
let database: Database;
const take: TestDatabase['take'] = (ref, stepId) => test.take(ref, stepId);

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
  ({ database } = test);
});

afterAll(() => test?.stop());

describe('runs that wait for their turn', () => {
  it('come by priority, then by age, and no more than the limit of each workspace', async () => {
    const { workspaceId } = await database.workspaces.ensure('turns', 'owner');
    const submit = async (priority: 'low' | 'normal' | 'high') => {
      const { runId } = await database.runs.create({
        ...{ workspaceId, priority, nodeSteps: {}, overrides: {} },
        version: { pipelineId: null, graph: {} },
        plan: makePlan([makeStep('a')]),
        planDigest: v7(),
      });
      return runId;
    };
    const [low, first, second, high] = [
      await submit('low'),
      await submit('normal'),
      await submit('normal'),
      await submit('high'),
    ];
    const listed = async (runLimit: number) => {
      const pending = await database.outbox.listPending(runLimit);
      return pending.flatMap((run) => (run.workspaceId === workspaceId ? [run.runId] : []));
    };
    expect(await listed(10)).toEqual([high, first, second, low]);
    expect(await listed(2)).toEqual([high, first]);
    await database.outbox.markDispatched(high);
    expect(await listed(2)).toEqual([first]);
    await database.runs.changeState(workspaceId, high, 'parked');
    expect(await listed(2)).toEqual([first, second]);
  });
});

describe('an API token', () => {
  it('is refused for somebody who has left the workspace meanwhile', async () => {
    const { workspaceId } = await database.workspaces.ensure('left', 'stays');
    const { userId } = await database.workspaces.ensure('elsewhere', 'leaves');
    const token = {
      ...{ workspaceId, userId, name: 'late', digest: digestOf('e'), scope: 'viewer' as const },
      expiresAt: new Date(Date.now() + 60_000),
    };
    await expect(database.credentials.createToken(token)).rejects.toMatchObject({
      ...{ status: 403, code: 'member.left' },
    });
  });
});

describe('changed results', () => {
  //  grandparent ── parent ── run
  it('are found over the whole line, the nearest first, if their own course was changed', async () => {
    const steps = [makeStep('a'), makeStep('b', { needs: ['a'] })];
    const first = await addRun(database, steps);
    const { workspaceId } = first;
    const goOn = async (parentId: string) => {
      const { runId } = await database.runs.create({
        ...{ workspaceId, parentId, nodeSteps: {}, overrides: {} },
        version: { pipelineId: null, graph: {} },
        plan: makePlan(steps),
        planDigest: v7(),
      });
      return { workspaceId, runId };
    };
    const parent = await goOn(first.runId);
    const run = await goOn(parent.runId);
    expect(await database.steps.listKeptOf({ ...run, stepId: 'a' })).toEqual([]);
    for (const id of ['a', 'b']) {
      await database.steps.commit(await take(first, id), commitOf(id, { changed: true }));
    }
    const kept = await database.steps.listKeptOf({ ...run, stepId: 'a' });
    expect(pickKept(kept, steps[0]!)).toMatchObject({ runId: first.runId, stepId: 'a' });
    expect(pickKept(kept, steps[1]!)).toBeNull();
    await database.steps.commit(await take(parent, 'a'), commitOf('c', { changed: true }));
    const nearer = await database.steps.listKept(workspaceId, parent.runId);
    expect(pickKept(nearer, steps[0]!)).toMatchObject({ runId: parent.runId });
  });
});

describe('a new run', () => {
  it('is there whole: version, steps, outbox row and first event', async () => {
    const { workspaceId, runId } = await addRun(database, [makeStep('a'), makeStep('b')]);
    const run = await database.runs.find(workspaceId, runId);
    expect(run).toMatchObject({ state: 'waiting', lastSeq: 1, control: 'run' });
    expect(run?.steps.map((step) => step.stepId).sort()).toEqual(['a', 'b']);
    expect(await database.outbox.listPending(1000)).toContainEqual({
      ...{ workspaceId, runId },
      priority: 'normal',
    });
    const events = await database.events.listAfter(workspaceId, runId, 0);
    expect(events).toMatchObject([{ seq: 1, type: 'run-state', state: 'waiting' }]);
  });

  it('is made once, however often and at once it is asked for under one id', async () => {
    const { workspaceId } = await database.workspaces.ensure('default', 'owner');
    const run = {
      ...{ workspaceId, runId: v7(), planDigest: 'once', nodeSteps: {}, overrides: {} },
      version: { pipelineId: null, graph: {} },
      plan: { format: 'graft.plan/1', interpreter: 1, steps: [makeStep('a')], models: {} } as const,
    };
    const plan = { ...run.plan, steps: [...run.plan.steps] };
    const results = await Promise.all(
      [1, 2, 3, 4].map(() => database.runs.create({ ...run, plan })),
    );
    expect(results.filter((result) => result.created)).toHaveLength(1);
    expect((await database.runs.find(workspaceId, run.runId))?.steps).toHaveLength(1);
  });

  it('leaves nothing when its version belongs to no pipeline', async () => {
    const { workspaceId } = await database.workspaces.ensure('default', 'owner');
    const runId = v7();
    const attempt = database.runs.create({
      ...{ workspaceId, runId, planDigest: 'lost', nodeSteps: {}, overrides: {} },
      version: { pipelineId: v7(), graph: {} },
      plan: { format: 'graft.plan/1', interpreter: 1, steps: [], models: {} },
    });
    await expect(attempt).rejects.toMatchObject({ code: 'pipeline.unknown', status: 404 });
    expect(await database.runs.find(workspaceId, runId)).toBeNull();
  });

  it('is invisible from another workspace', async () => {
    const { runId } = await addRun(database, [makeStep('a')]);
    const other = await database.workspaces.ensure('other', 'stranger');
    expect(await database.runs.find(other.workspaceId, runId)).toBeNull();
    expect(await database.events.listAfter(other.workspaceId, runId, 0)).toEqual([]);
    await expect(
      database.steps.takeFence({ workspaceId: other.workspaceId, runId, stepId: 'a' }, 'w'),
    ).rejects.toMatchObject({ code: 'step.unknown' });
  });
});

describe('events', () => {
  it('are numbered without gaps or doubles by many writers at once', async () => {
    const run = await addRun(database, [makeStep('a')]);
    const note = { type: 'note', stepId: null, level: 'info', code: 'x', message: 'x' } as const;
    await Promise.all(
      Array.from({ length: 20 }, () =>
        database.events.append(run.workspaceId, run.runId, [note, note]),
      ),
    );
    const events = await database.events.listAfter(run.workspaceId, run.runId, 1);
    expect(events.map((each) => each.seq)).toEqual(Array.from({ length: 40 }, (_, at) => at + 2));
  });
});

describe('control of a run', () => {
  it('is stored for unfinished runs only, and cancel is final', async () => {
    const run = await addRun(database, [makeStep('a')]);
    const wanted = async () => (await database.runs.find(run.workspaceId, run.runId))?.control;
    await database.runs.setControl(run.workspaceId, run.runId, 'pause');
    await database.runs.setControl(run.workspaceId, run.runId, 'cancel');
    await database.runs.setControl(run.workspaceId, run.runId, 'run');
    expect(await wanted()).toBe('cancel');
    expect(await database.runs.finish(run.workspaceId, run.runId, { state: 'cancelled' })).toBe(
      'cancelled',
    );
    expect(await database.runs.find(run.workspaceId, run.runId)).toMatchObject({
      steps: [{ state: 'cancelled' }],
    });
  });
});

describe('an import', () => {
  it('adds a version for new content only', async () => {
    const { workspaceId } = await database.workspaces.ensure('default', 'owner');
    const version = (mark: string) => ({
      ...{ workspaceId, name: 'pictures', digest: digestOf(mark), classes: [], rejected: [] },
      element: { kind: 'text' } as const,
    });
    const numbers = [];
    for (const mark of ['1', '1', '2']) {
      numbers.push((await database.datasets.addVersion(version(mark))).number);
    }
    expect(numbers).toEqual([1, 1, 2]);
    expect(await database.datasets.findNewest(workspaceId, 'pictures')).toMatchObject({
      number: 2,
    });
  });
});
