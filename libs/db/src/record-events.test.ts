import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices } from '@graft/testing/services';
import type { Database } from './database';
import { TestDatabase } from './database.fixture';
import { addRun, makeStep } from './test-run';
import { v7 } from './uuid';

let test: TestDatabase;
let database: Database;
const take: TestDatabase['take'] = (ref, stepId) => test.take(ref, stepId);

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
  ({ database } = test);
});

afterAll(() => test?.stop());

describe('what an attempt tells of itself', () => {
  it('is one write: events and how far it is, numbered without gaps though two steps tell at once', async () => {
    const run = await addRun(database, [
      makeStep('a', { key: v7() }),
      makeStep('b', { key: v7() }),
    ]);
    const holds = [await take(run, 'a'), await take(run, 'b')];
    const before = (await database.events.listAfter(run.workspaceId, run.runId, 0)).length;
    const tell = (count: number) => {
      const hold = holds[count % 2]!;
      const note = { type: 'note', stepId: hold.stepId, level: 'info', code: 'x' } as const;
      const progress = { text: `${count}`, fraction: count / 20, secondsLeft: null };
      return database.steps.record(hold, [{ ...note, message: `${count}` }], progress);
    };
    await Promise.all(Array.from({ length: 20 }, (_, count) => tell(count)));
    const events = await database.events.listAfter(run.workspaceId, run.runId, 0);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    const told = events.slice(before);
    expect(told.map(({ type }) => type)).toEqual(Array(20).fill(['note', 'progress']).flat());
    const found = await database.runs.find(run.workspaceId, run.runId);
    for (const { stepId, progress } of found?.steps ?? []) {
      const own = told.flatMap((event) =>
        event.type === 'progress' && event.stepId === stepId ? [event.progress] : [],
      );
      expect(own).toHaveLength(10);
      expect(progress).toEqual(own.at(-1));
    }
    await database.steps.record(holds[0]!, []);
    expect(await database.events.listAfter(run.workspaceId, run.runId, 0)).toHaveLength(
      events.length,
    );
  });

  it('leaves how far it is as it was when it tells something else', async () => {
    const run = await addRun(database, [makeStep('a', { key: v7() })]);
    const hold = await take(run, 'a');
    const progress = { text: 'x', fraction: 0.5, secondsLeft: null };
    await database.steps.record(hold, [], progress);
    const note = { type: 'note', stepId: 'a', level: 'info', code: 'x', message: 'x' } as const;
    await database.steps.record(hold, [note]);
    const found = await database.runs.find(run.workspaceId, run.runId);
    expect(found?.steps[0]?.progress).toEqual(progress);
  });
});
