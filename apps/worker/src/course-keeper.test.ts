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
  const rows = { asked: planned, held: new Set<string>(), looks: 0, renewals: 0, now: 0 };
  const steps = {
    readCourse: () => {
      rows.looks += 1;
      return Promise.resolve(rows.asked);
    },
    takeLease: (_hold: unknown, key: string) => {
      rows.renewals += 1;
      return Promise.resolve(Boolean(rows.held.add(key)));
    },
    releaseLease: (_hold: unknown, key: string) => {
      rows.held.delete(key);
      return Promise.resolve();
    },
  };
  const course = new Course(hold, step, planned, false);
  return { rows, keeper: new CourseKeeper(steps, hold, course, 8, () => rows.now) };
}

describe('the right to compute a key', () => {
  it('is renewed eight times while it lasts, though wishes are looked for with every beat', async () => {
    const { rows, keeper } = openKeeper();
    await keeper.takeLease();
    for (let beat = 1; beat <= 16; beat += 1) {
      rows.now = beat * 500;
      keeper.beat();
      await until('the beat is over', () => rows.looks === beat);
      await new Promise(setImmediate);
    }
    expect(rows.renewals).toBe(1 + 8);
  });
});

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
