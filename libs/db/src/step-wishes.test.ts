import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices } from '@graft/testing/services';
import { TestDatabase } from './database.fixture';
import { addRun, makeStep } from './test-run';
import { v7 } from './uuid';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
});

afterAll(() => test?.stop());

describe('a wish about a training', () => {
  it('counts once, however often it is asked for: who lost the answer asks again', async () => {
    const { steps, events } = test.database;
    const run = await addRun(test.database, [makeStep('a', { key: v7() })]);
    const step = { ...run, stepId: 'a' };
    await test.take(run, 'a');
    for (const value of [0.1, 0.1, 0.2, 0.2, 0.1]) await steps.wish(step, { learningRate: value });
    for (let again = 0; again < 2; again += 1) await steps.wish(step, { finishEarly: true });
    expect(await steps.readCourse(step)).toMatchObject({
      ...{ finishEarly: true, learningRate: { version: 3, value: 0.1 } },
    });
    const told = await events.listAfter(run.workspaceId, run.runId, 0);
    const codes = told.flatMap((event) => (event.type === 'note' ? event.code : []));
    const rate = 'course.learning-rate';
    expect(codes).toEqual([rate, rate, rate, 'course.finish-early']);
  });
});
