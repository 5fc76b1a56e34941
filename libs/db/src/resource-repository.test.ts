import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commitOf, TestDatabase } from './database.fixture';
import { addRun, digestOf, makeStep } from './test-run';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
});
afterAll(() => test.stop());

const datasetOf = (workspaceId: string, mark: string) => ({
  ...{ workspaceId, name: 'pictures', digest: digestOf(mark), classes: [], rejected: [] },
  element: { kind: 'text' } as const,
});

describe('the revision of what a workspace has', () => {
  it('changes with each data set and base of its own, and with nothing else', async () => {
    const { database } = test;
    const { workspaceId } = await database.workspaces.ensure('one', 'anna');
    const { workspaceId: another } = await database.workspaces.ensure('two', 'ben');
    const read = () => database.resources.readRevision(workspaceId);
    const seen = [await read()];
    await database.datasets.addVersion(datasetOf(workspaceId, 'a'));
    seen.push(await read());
    await database.datasets.addVersion(datasetOf(workspaceId, 'b'));
    seen.push(await read());
    await database.bases.add(workspaceId, { name: 'own', digest: digestOf('c'), licence: 'MIT' });
    seen.push(await read());
    expect(new Set(seen).size).toBe(4);
    await database.datasets.addVersion(datasetOf(another, 'a'));
    expect(await read()).toBe(seen.at(-1));
  });

  it('changes with each model that is registered, and with one that is deleted', async () => {
    const { database } = test;
    const run = await addRun(database, [makeStep('register')]);
    const read = () => database.resources.readRevision(run.workspaceId);
    const without = await read();
    const effect = {
      ...({ type: 'register-model', name: 'birds', notes: '', digest: digestOf('c') } as const),
      ...{ labels: null, metrics: {} },
    };
    await database.steps.commit(
      await test.take(run, 'register'),
      commitOf('c', { effects: [effect] }),
    );
    const registered = await read();
    expect(registered).not.toBe(without);
    await database.models.deleteVersion(run.workspaceId, 'birds', 1);
    expect(await read()).toBe(without);
  });

  it('answers each of many who ask at once for their own workspace', async () => {
    const { database } = test;
    const ids = await Promise.all(
      ['one', 'two', 'three'].map(async (name) => {
        const { workspaceId } = await database.workspaces.ensure(name, 'anna');
        return workspaceId;
      }),
    );
    const alone: string[] = [];
    for (const id of ids) alone.push(await database.resources.readRevision(id));
    const asked = Array.from({ length: 30 }, (_, at) => ids[at % 3] ?? '');
    const together = await Promise.all(asked.map((id) => database.resources.readRevision(id)));
    expect(together).toEqual(asked.map((_, at) => alone[at % 3]));
    expect(new Set(alone).size).toBe(3);
  });
});
