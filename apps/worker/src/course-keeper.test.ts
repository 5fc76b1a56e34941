import type { StepCourse } from '@graft/db';
import { makeFakeStep } from '@graft/testing/fake-step';
import { until } from '@graft/testing/services';
import { describe, expect, it } from '@jest/globals';
import { Course } from './course';
import { CourseKeeper } from './course-keeper';

const hold = { workspaceId: 'w', runId: 'run', stepId: 'train', fence: 1 };
const step = makeFakeStep('train', {}, { key: 'key', rowKey: 'rows' });
const planned: StepCourse = {
  ...{ finishEarly: false, learningRate: null, microBatches: 1 },
  ...{ fresh: false, freedSpace: false },
};

/** A keeper on rows in memory: what is asked, and the keys that it has the right to. */
function openKeeper() {
  const rows = { asked: planned, held: new Set<string>() };
  const steps = {
    readCourse: () => Promise.resolve(rows.asked),
    takeLease: (_hold: unknown, key: string) => Promise.resolve(Boolean(rows.held.add(key))),
    releaseLease: (_hold: unknown, key: string) => {
      rows.held.delete(key);
      return Promise.resolve();
    },
  };
  return { rows, keeper: new CourseKeeper(steps, hold, new Course(hold, step, planned, false), 5) };
}

describe('a course that is changed while a checkpoint is being stored', () => {
  it('keeps the right to the old key until the checkpoint is stored', async () => {
    const { rows, keeper } = openKeeper();
    await keeper.takeLease();
    let end = (): void => undefined;
    const keys: string[] = [];
    const stored = keeper.store(async (key) => {
      keys.push(key);
      await new Promise<void>((resolve) => (end = resolve));
    });
    rows.asked = { ...planned, finishEarly: true };
    keeper.beat();
    await until('the new course is known', () => keeper.course.key === 'key@run');
    expect([...rows.held]).toEqual(['key', 'key@run']);
    end();
    await stored;
    await until('the old right is given back', () => !rows.held.has('key'));
    await keeper.store((key) => Promise.resolve(void keys.push(key)));
    expect(keys).toEqual(['key', 'key@run']);
  });
});
