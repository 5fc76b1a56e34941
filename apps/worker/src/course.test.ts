import type { StepCourse } from '@graft/db';
import { makeFakeStep } from '@graft/testing/fake-step';
import { describe, expect, it } from '@jest/globals';
import { Course } from './course';
import { describeCourses } from './describe-courses';

const hold = { workspaceId: 'w', runId: 'run', stepId: 'train', fence: 1 };
const step = makeFakeStep('train', {}, { key: 'key', rowKey: 'rows' });
const planned: StepCourse = {
  ...{ finishEarly: false, learningRate: null, microBatches: 1 },
  ...{ fresh: false, freedSpace: false },
};

const courseOf = (asked: Partial<StepCourse> = {}, inputsChanged = false) =>
  new Course(hold, step, { ...planned, ...asked }, inputsChanged);

describe('the course of a step', () => {
  it('as planned shares keys, checkpoints and results with every other run', () => {
    const course = courseOf();
    expect(course).toMatchObject({ key: 'key', rowKey: 'rows', isReusable: true });
    expect(course.resumableKeys).toEqual(['key']);
    expect(course.publishKey(false)).toBe('key');
  });

  it.each<Partial<StepCourse>>([
    { finishEarly: true },
    { learningRate: { version: 1, value: 0.1 } },
    { microBatches: 2 },
  ])('changed by %j is kept apart, and may go on from what was as planned', (asked) => {
    const course = courseOf(asked);
    expect(course).toMatchObject({ key: 'key@run', rowKey: 'rows', isReusable: false });
    expect(course.resumableKeys).toEqual(['key@run', 'key']);
    expect(course.publishKey(true)).toBeNull();
    expect(course.isResultChanged(true)).toBe(true);
  });

  it('after a changed step shares nothing, whatever its engine says', () => {
    const course = courseOf({}, true);
    expect(course).toMatchObject({ key: 'key@run', rowKey: 'rows@run', isReusable: false });
    expect(course.resumableKeys).toEqual(['key@run']);
    expect(course.publishKey(false)).toBeNull();
    expect(course.isResultChanged(false)).toBe(true);
  });

  it('of a step that is run again takes nothing over, but its result is as planned', () => {
    const course = courseOf({ fresh: true });
    expect(course).toMatchObject({ key: 'key@run', isReusable: false });
    expect(course.resumableKeys).toEqual(['key@run']);
    expect(course.publishKey(false)).toBe('key');
  });

  it('is the same object as long as nothing new is asked', () => {
    const course = courseOf();
    expect(course.hear({ ...planned })).toBe(course);
    expect(course.hear({ ...planned, finishEarly: true }).key).toBe('key@run');
  });
});

describe('what a card says of the courses', () => {
  //  extract -> train -> register      other
  it('names what was changed before the step, and nothing else', () => {
    const steps = [
      makeFakeStep('extract'),
      makeFakeStep('other'),
      makeFakeStep('train', {}, { needs: ['extract'] }),
      makeFakeStep('register', {}, { needs: ['train'] }),
    ];
    const plan = { format: 'graft.plan/1', interpreter: 1, steps, models: {} } as const;
    const row = { changed: true, finishEarly: false, learningRate: null, microBatches: 1 };
    const rows = [
      { ...row, stepId: 'train', kind: 'train', finishEarly: true, learningRate: 0.5 },
      { ...row, stepId: 'extract', kind: 'extract-features', microBatches: 2 },
      { ...row, stepId: 'other', kind: 'train', finishEarly: true },
    ];
    expect(describeCourses(plan, steps[3]!, rows)).toEqual([
      'The step train was ended early by a person, and had its learning rate changed while it ran, the last time to 0.5.',
      'The step extract-features computed each batch in 2 parts because memory ran out.',
    ]);
  });
});
