import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices } from '@graft/testing/services';
import pg from 'pg';
import type { Database } from './database';
import { checkpointOf, commitOf, TestDatabase } from './database.fixture';
import { toDatabaseError } from './database-error';
import { openPrisma } from './prisma';
import { lockHeldStep } from './step-hold';
import { addRun, digestOf, makeOutputs, makeStep } from './test-run';
import { v7 } from './uuid';

let test: TestDatabase;
let database: Database;
const take: TestDatabase['take'] = (ref, stepId) => test.take(ref, stepId);

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
  ({ database } = test);
});

afterAll(() => test?.stop());

describe('the fence of a step', () => {
  it('rises with each attempt and refuses every write of the earlier one', async () => {
    const run = await addRun(database, [makeStep('a', { key: v7() })]);
    const first = await take(run, 'a');
    const second = await take(run, 'a');
    expect([first.fence, second.fence]).toEqual([1, 2]);
    const fenced = { code: 'step.fenced', errorClass: 'operational' };
    const note = { type: 'note', stepId: 'a', level: 'info', code: 'x', message: 'x' } as const;
    const progress = { text: 'x', fraction: 0, secondsLeft: null };
    await expect(database.steps.record(first, [note])).rejects.toMatchObject(fenced);
    await expect(database.steps.record(first, [], progress)).rejects.toMatchObject(fenced);
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
    const frozen = openPrisma(test.services.databaseUrl);
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
    const client = new pg.Client({ connectionString: test.services.databaseUrl });
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

  it('cannot be taken by an attempt that has ended or lost its step, and it is told', async () => {
    const key = v7();
    const run = await addRun(database, [makeStep('a', { key })]);
    const lost = await take(run, 'a');
    const hold = await take(run, 'a');
    const fenced = { code: 'step.fenced' };
    await expect(database.steps.takeLease(lost, key, 60)).rejects.toMatchObject(fenced);
    await database.steps.commit(hold, commitOf('a'));
    await expect(database.steps.takeLease(hold, key, 60)).rejects.toMatchObject(fenced);
    expect((await database.steps.listLeases(run.workspaceId, [key])).size).toBe(0);
  });

  it('guards checkpoints: an attempt whose key another run computes by now writes none', async () => {
    const key = v7();
    const run = await addRun(database, [makeStep('a', { key })]);
    const hold = await take(run, 'a');
    const commit = database.checkpoints.commit(hold, checkpointOf(1, '1', key));
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
    await database.checkpoints.commit(hold, checkpointOf(1, '1', key));
    await database.checkpoints.commit(hold, checkpointOf(2, '2', key));
    await database.checkpoints.commit(hold, checkpointOf(2, '2', key));
    const seqs = async () =>
      (await database.checkpoints.list(run.workspaceId, key)).map((each) => each.seq);
    expect(await seqs()).toEqual([2, 1]);
    await database.checkpoints.quarantine(run.workspaceId, key, 2);
    expect(await seqs()).toEqual([1]);
    await database.checkpoints.commit(hold, checkpointOf(2, '3', key));
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
      await database.checkpoints.commit(a, checkpointOf(seq, `${seq}f`, key));
    }
    await database.checkpoints.commit(b, checkpointOf(1, '2f', other));
    expect(await database.checkpoints.prune(run.workspaceId, key, 2)).toEqual([digestOf('1f')]);
    const left = await database.checkpoints.list(run.workspaceId, key);
    expect(left.map((each) => each.seq)).toEqual([4, 3]);
  });
});

describe('a version of a model', () => {
  const register = async (name: string): Promise<string> => {
    const run = await addRun(database, [makeStep('register', { key: v7() })]);
    const effect = {
      ...({ type: 'register-model', name, notes: '', digest: digestOf('c') } as const),
      ...{ labels: null, metrics: {} },
    };
    await database.steps.commit(await take(run, 'register'), commitOf('c', { effects: [effect] }));
    return run.workspaceId;
  };
  const numbers = async (workspaceId: string, name: string) =>
    (await database.models.listVersions(workspaceId, name)).map(({ number }) => number);

  it('is deleted with its tags, and its number is never given again', async () => {
    const { models } = database;
    await register('owls');
    const workspaceId = await register('owls');
    await models.setTag(workspaceId, 'owls', { tag: 'production', number: 2 });
    expect(await models.deleteVersion(workspaceId, 'owls', 2)).toBe(true);
    expect(await models.deleteVersion(workspaceId, 'owls', 2)).toBe(false);
    expect(await models.findTagged(workspaceId, 'owls', 'production')).toBeNull();
    expect(await numbers(workspaceId, 'owls')).toEqual([1]);
    await models.deleteVersion(workspaceId, 'owls', 1);
    expect(await models.listNewest(workspaceId)).not.toContainEqual(
      expect.objectContaining({ name: 'owls' }),
    );
    await register('owls');
    expect(await numbers(workspaceId, 'owls')).toEqual([3]);
  });

  it('of another workspace is neither deleted nor noted', async () => {
    const { models } = database;
    const workspaceId = await register('hawks');
    const { workspaceId: other } = await database.workspaces.ensure('hawks', 'somebody');
    expect(await models.deleteVersion(other, 'hawks', 1)).toBe(false);
    expect(await models.setNotes(other, 'hawks', { number: 1, notes: 'mine' })).toBe(false);
    expect(await models.setNotes(workspaceId, 'hawks', { number: 1, notes: 'ours' })).toBe(true);
    expect(await models.listVersions(workspaceId, 'hawks')).toMatchObject([{ notes: 'ours' }]);
  });

  it('knows the pipelines that start from its model, by what their nodes declare', async () => {
    const workspaceId = await register('kites');
    const draft = (kind: string, base: string) => ({
      nodes: [{ id: 'n', kind, params: { base } }],
    });
    const { id } = await database.pipelines.create(workspaceId, 'on', draft('start', 'kites'));
    await database.pipelines.create(workspaceId, 'off', draft('start', 'crows'));
    await database.pipelines.create(workspaceId, 'not', draft('other', 'kites'));
    const params = [{ kind: 'start', param: 'base' }];
    expect(await database.models.listPipelinesOn(workspaceId, 'kites', params)).toEqual([
      { pipelineId: id, name: 'on' },
    ]);
  });
});
