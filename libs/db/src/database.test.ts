import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices, type TestServices } from '@graft/testing/services';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase, type Database } from './database';
import { applyMigrations } from './migrate';
import type { StepCommit } from './commit-step';
import { openPrisma } from './prisma';
import { lockHeldStep, type StepHold } from './step-hold';
import { toDatabaseError } from './database-error';
import { pickKept } from './kept-results';
import { addRun, digestOf, makeOutputs, makePlan, makeStep } from './test-run';
import { v7 } from './uuid';

const folder = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations');

let services: TestServices;
let database: Database;

beforeAll(async () => {
  services = await startServices(['postgres']);
  await applyMigrations(services.databaseUrl, folder);
  database = openDatabase(services.databaseUrl);
});

afterAll(async () => {
  await database?.close();
  await services?.stop();
});

async function take(
  ref: { workspaceId: string; runId: string },
  stepId: string,
): Promise<StepHold> {
  const result = await database.steps.takeFence({ ...ref, stepId }, 'worker-1');
  if (!result.taken) throw new Error('the step has ended');
  return result.hold;
}

const commitOf = (mark: string, change: Partial<StepCommit> = {}): StepCommit => ({
  outputs: makeOutputs(mark),
  provenance: {},
  effects: [],
  state: 'succeeded',
  reason: null,
  publishAs: null,
  changed: false,
  ...change,
});

const checkpoint = (seq: number, mark: string, key: string) => ({
  ...{ key, seq, epoch: seq, batch: 0, digest: digestOf(mark), bytes: 5, threads: 2 },
});

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

describe('the fence of a step', () => {
  it('rises with each attempt and refuses every write of the earlier one', async () => {
    const run = await addRun(database, [makeStep('a', { key: v7() })]);
    const first = await take(run, 'a');
    const second = await take(run, 'a');
    expect([first.fence, second.fence]).toEqual([1, 2]);
    const fenced = { code: 'step.fenced', errorClass: 'operational' };
    const note = { type: 'note', stepId: 'a', level: 'info', code: 'x', message: 'x' } as const;
    const progress = { text: 'x', fraction: 0, secondsLeft: null };
    await expect(database.steps.append(first, [note])).rejects.toMatchObject(fenced);
    await expect(database.steps.recordProgress(first, progress)).rejects.toMatchObject(fenced);
    await expect(database.steps.commit(first, commitOf('a'))).rejects.toMatchObject(fenced);
    await expect(
      database.steps.release(first, { state: 'parked', error: { code: 'x', message: 'x' } }),
    ).rejects.toMatchObject(fenced);
    await database.steps.commit(second, commitOf('a'));
    expect(await database.steps.takeFence({ ...run, stepId: 'a' }, 'w')).toMatchObject({
      ...{ taken: false, state: 'succeeded' },
    });
  });

  it('makes a write in flight and a take wait for each other', async () => {
    const run = await addRun(database, [makeStep('a', { key: v7() })]);
    const first = await take(run, 'a');
    const results = await Promise.allSettled([
      database.steps.commit(first, commitOf('a')),
      database.steps.takeFence({ ...run, stepId: 'a' }, 'worker-2'),
    ]);
    const events = await database.events.listAfter(run.workspaceId, run.runId, 0);
    const ended = events.filter((each) => each.type === 'step-state' && each.state === 'succeeded');
    expect(ended).toHaveLength(results[0].status === 'fulfilled' ? 1 : 0);
  });
});

describe('a process that freezes inside a transaction', () => {
  it('loses its locks after five seconds: others do not wait for it for ever', async () => {
    const run = await addRun(database, [makeStep('a', { key: v7() })]);
    const first = await take(run, 'a');
    const frozen = openPrisma(services.databaseUrl);
    const transaction = frozen.$transaction(async (tx) => {
      await lockHeldStep(tx, first);
      await take(run, 'a');
      await lockHeldStep(tx, first);
    });
    const error = await transaction.then(
      () => null,
      (thrown: unknown) => toDatabaseError(thrown),
    );
    expect(error).toMatchObject({ code: 'database.unavailable' });
    expect((await take(run, 'a')).fence).toBe(3);
    await frozen.$disconnect();
  });
});

describe('a committed step', () => {
  it('stays as it is: the trigger refuses to leave a final state', async () => {
    const run = await addRun(database, [makeStep('a', { key: v7() })]);
    await database.steps.commit(await take(run, 'a'), commitOf('a'));
    await database.runs.finish(run.workspaceId, run.runId, { state: 'succeeded' });
    const client = new pg.Client({ connectionString: services.databaseUrl });
    await client.connect();
    const crash = (table: string, column: string) =>
      client.query(
        `UPDATE "${table}" SET "state" = 'failed', error = '{}' WHERE "${column}" = $1`,
        [run.runId],
      );
    await expect(crash('Run', 'id')).rejects.toMatchObject({ code: 'GR001' });
    await expect(crash('StepRun', 'runId')).rejects.toMatchObject({ code: 'GR001' });
    await expect(client.query('UPDATE "RunEvent" SET "type" = $1', ['x'])).rejects.toMatchObject({
      code: 'GR002',
    });
    await client.end();
    const error = { code: 'x', message: 'x' };
    expect(await database.runs.finish(run.workspaceId, run.runId, { state: 'failed', error })).toBe(
      'succeeded',
    );
  });

  it('registers its model once, publishes its outputs, and may be repeated', async () => {
    const key = v7();
    const run = await addRun(database, [makeStep('register', { key })]);
    const hold = await take(run, 'register');
    const effect = {
      ...({ type: 'register-model', name: 'birds', notes: '', digest: digestOf('c') } as const),
      ...{ labels: ['a', 'b'], metrics: { accuracy: 0.5 } },
    };
    const commit = commitOf('c', { effects: [effect], publishAs: key });
    await database.steps.commit(hold, commit);
    await database.steps.commit(hold, commit);
    const versions = await database.models.listVersions(run.workspaceId, 'birds');
    expect(versions).toMatchObject([{ number: 1, labels: ['a', 'b'], metrics: { accuracy: 0.5 } }]);
    expect(await database.cache.find(run.workspaceId, key)).toMatchObject({
      ...{ runId: run.runId, outputs: makeOutputs('c') },
    });
    expect(await database.blobs.listMissing([digestOf('c'), digestOf('d')])).toEqual([
      digestOf('d'),
    ]);
    const events = await database.events.listAfter(run.workspaceId, run.runId, 0);
    expect(events.filter((each) => 'state' in each && each.state === 'succeeded')).toHaveLength(1);
  });

  it('gives the models of several runs numbers without gaps, even at once', async () => {
    const name = `model-${v7()}`;
    const commits = await Promise.all(
      Array.from({ length: 6 }, async (_, at) => {
        const run = await addRun(database, [makeStep('register', { key: v7() })]);
        const effect = {
          type: 'register-model',
          name,
          notes: '',
          labels: null,
          metrics: {},
        } as const;
        const digest = digestOf(String(at));
        await database.steps.commit(
          await take(run, 'register'),
          commitOf('e', { effects: [{ ...effect, digest }] }),
        );
        return run.workspaceId;
      }),
    );
    const versions = await database.models.listVersions(commits[0]!, name);
    expect(versions.map((version) => version.number)).toEqual([6, 5, 4, 3, 2, 1]);
  });
});

describe('the lease of a key', () => {
  it('belongs to one step at a time, until it is given back or runs out', async () => {
    const key = v7();
    const [one, two] = [
      await addRun(database, [makeStep('a', { key })]),
      await addRun(database, [makeStep('a', { key })]),
    ];
    const [first, second] = [await take(one, 'a'), await take(two, 'a')];
    expect(await database.steps.takeLease(first, key, 60)).toBe(true);
    expect(await database.steps.takeLease(second, key, 60)).toBe(false);
    expect(await database.steps.takeLease(first, key, 0)).toBe(true);
    expect(await database.steps.takeLease(second, key, 60)).toBe(true);
    await database.steps.releaseLease(first, key);
    expect(await database.steps.takeLease(first, key, 60)).toBe(false);
    await database.steps.release(second, { state: 'paused', reason: 'asked' });
    expect(await database.steps.takeLease(first, key, 60)).toBe(true);
  });

  it('ends with its run when the worker died before it could give it back', async () => {
    const key = v7();
    const run = await addRun(database, [makeStep('a', { key })]);
    await database.steps.takeLease(await take(run, 'a'), key, 60);
    await database.runs.finish(run.workspaceId, run.runId, { state: 'cancelled' });
    expect((await database.steps.listLeases(run.workspaceId, [key])).size).toBe(0);
  });

  it('cannot be taken by an attempt that has ended its step', async () => {
    const key = v7();
    const run = await addRun(database, [makeStep('a', { key })]);
    const hold = await take(run, 'a');
    await database.steps.commit(hold, commitOf('a'));
    expect(await database.steps.takeLease(hold, key, 60)).toBe(false);
  });

  it('guards checkpoints: an attempt whose key another run computes by now writes none', async () => {
    const key = v7();
    const run = await addRun(database, [makeStep('a', { key })]);
    const hold = await take(run, 'a');
    const commit = database.checkpoints.commit(hold, checkpoint(1, '1', key));
    await expect(commit).rejects.toMatchObject({ code: 'step.fenced' });
    expect(await database.checkpoints.list(run.workspaceId, key)).toEqual([]);
  });
});

describe('checkpoints', () => {
  it('are committed once, listed newest first, and skipped when quarantined', async () => {
    const key = v7();
    const run = await addRun(database, [makeStep('a', { key })]);
    const hold = await take(run, 'a');
    await database.steps.takeLease(hold, key, 60);
    await database.checkpoints.commit(hold, checkpoint(1, '1', key));
    await database.checkpoints.commit(hold, checkpoint(2, '2', key));
    await database.checkpoints.commit(hold, checkpoint(2, '2', key));
    const seqs = async () =>
      (await database.checkpoints.list(run.workspaceId, key)).map((each) => each.seq);
    expect(await seqs()).toEqual([2, 1]);
    await database.checkpoints.quarantine(run.workspaceId, key, 2);
    expect(await seqs()).toEqual([1]);
    await database.checkpoints.commit(hold, checkpoint(2, '3', key));
    expect(await seqs()).toEqual([2, 1]);
    const events = await database.events.listAfter(run.workspaceId, run.runId, 0);
    expect(events.filter((each) => each.type === 'checkpoint')).toHaveLength(3);
  });

  it('are pruned to the newest; only blobs that nothing names may go', async () => {
    const [key, other] = [v7(), v7()];
    const run = await addRun(database, [makeStep('a', { key }), makeStep('b', { key: other })]);
    const [a, b] = [await take(run, 'a'), await take(run, 'b')];
    await database.steps.takeLease(a, key, 60);
    await database.steps.takeLease(b, other, 60);
    for (const seq of [1, 2, 3, 4]) {
      await database.checkpoints.commit(a, checkpoint(seq, `${seq}f`, key));
    }
    await database.checkpoints.commit(b, checkpoint(1, '2f', other));
    expect(await database.checkpoints.prune(run.workspaceId, key, 2)).toEqual([digestOf('1f')]);
    const left = await database.checkpoints.list(run.workspaceId, key);
    expect(left.map((each) => each.seq)).toEqual([4, 3]);
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
