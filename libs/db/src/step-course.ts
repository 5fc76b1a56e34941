import type { Queryable } from './prisma';
import { byId, type StepRef } from './step-row';

/** What a step's row says of its course. */
export interface StepCourse {
  finishEarly: boolean;
  /** The last change that was asked for. */
  learningRate: { version: number; value: number } | null;
  microBatches: number;
  /** Must not take over results or checkpoints of others. */
  fresh: boolean;
  /** Room was made for it once already. */
  freedSpace: boolean;
}

export async function readCourse(on: Queryable, step: StepRef): Promise<StepCourse> {
  const row = await on.stepRun.findUniqueOrThrow(byId(step));
  const { learningRate: value, learningRateVersion: version } = row;
  return {
    finishEarly: row.finishEarly,
    learningRate: value === null ? null : { version, value },
    microBatches: row.microBatches,
    fresh: row.fresh,
    freedSpace: row.freedSpace,
  };
}
