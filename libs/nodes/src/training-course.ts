import type { TrainingResult, TrainingSettings } from '@graft/ml';
import { z } from 'zod';

/** What made the course of a training another one than its plan says: part of a step's provenance. */
export const trainingCourseSchema = z.strictObject({
  finishedEarly: z.boolean(),
  /** In how many parts each batch was computed. */
  microBatches: z.int().min(1),
  learningRateChanges: z.array(
    z.strictObject({ version: z.int(), value: z.number(), step: z.int() }),
  ),
});
export type TrainingCourse = z.infer<typeof trainingCourseSchema>;

export function describeCourse(
  { ended, learningRateChanges }: Pick<TrainingResult, 'ended' | 'learningRateChanges'>,
  { microBatches }: Pick<TrainingSettings, 'microBatches'>,
): TrainingCourse {
  return {
    finishedEarly: ended === 'finished-early',
    microBatches,
    learningRateChanges: learningRateChanges.map((change) => ({ ...change })),
  };
}

/** The same for people: a sentence for each thing that went otherwise, none when all went as planned. */
export function sayCourse(course: TrainingCourse): string[] {
  const { finishedEarly, microBatches, learningRateChanges } = course;
  return [
    ...(microBatches > 1
      ? [
          `memory ran out: each batch was computed in ${String(microBatches)} parts, their gradients added`,
        ]
      : []),
    ...learningRateChanges.map(
      ({ value, step }) => `learning rate changed to ${String(value)} after batch ${String(step)}`,
    ),
    ...(finishedEarly ? ['finished early by a person'] : []),
  ];
}
