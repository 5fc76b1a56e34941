import type { ScheduleSettings, TrainingSettings } from './settings';
import type { TrainingSession } from './training-session';

/** Where in a training a step lies. */
export interface ScheduleMoment {
  /** Steps that are over, from 0 on. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** What the plateau rule has made of the rate so far; 1 for other schedules. */
  readonly plateauFactor: number;
}

/** Factor on the base learning rate for the step that comes next. */
export function scheduleFactor(schedule: ScheduleSettings, moment: ScheduleMoment): number {
  switch (schedule.kind) {
    case 'constant':
      return warmUpFactor(schedule.warmUp, moment);
    case 'cosine':
      return cosineFactor(schedule, moment);
    case 'step': {
      const drops = Math.floor(moment.step / (moment.stepsPerEpoch * schedule.everyEpochs));
      return warmUpFactor(schedule.warmUp, moment) * schedule.factor ** drops;
    }
    case 'one-cycle':
      return oneCycleFactor(schedule, moment);
    case 'plateau':
      return moment.plateauFactor;
  }
}

function countWarmUp(warmUp: number, { totalSteps }: ScheduleMoment): number {
  return Math.round(warmUp * totalSteps);
}

/** A straight line whose first step is already above 0: a step at 0 would be wasted. */
function warmUpFactor(warmUp: number, moment: ScheduleMoment): number {
  const steps = countWarmUp(warmUp, moment);
  return moment.step < steps ? (moment.step + 1) / steps : 1;
}

function cosineFactor(
  { warmUp, finalFactor }: Extract<ScheduleSettings, { kind: 'cosine' }>,
  moment: ScheduleMoment,
): number {
  const warm = countWarmUp(warmUp, moment);
  if (moment.step < warm) return warmUpFactor(warmUp, moment);
  const progress = (moment.step - warm) / Math.max(1, moment.totalSteps - warm);
  return finalFactor + (1 - finalFactor) * halfCosine(progress);
}

function oneCycleFactor(
  { rise, startDivisor, finalDivisor }: Extract<ScheduleSettings, { kind: 'one-cycle' }>,
  { step, totalSteps }: ScheduleMoment,
): number {
  const position = step / Math.max(1, totalSteps - 1);
  if (position < rise) return blend(1 / startDivisor, 1, position / rise);
  return blend(1, 1 / finalDivisor, rise < 1 ? (position - rise) / (1 - rise) : 1);
}

/** From one value to another along half a cosine. */
function blend(from: number, to: number, position: number): number {
  return to + (from - to) * halfCosine(position);
}

/** 1 at 0, 0 at 1 and beyond. */
function halfCosine(position: number): number {
  return (1 + Math.cos(Math.PI * Math.min(1, position))) / 2;
}

/** Learning rate of the step that comes next, live changes included. */
export function nextLearningRate(
  session: Pick<TrainingSession, 'step' | 'batches' | 'watch' | 'learningRate'>,
  { schedule, epochs }: Pick<TrainingSettings, 'schedule' | 'epochs'>,
): number {
  const factor = scheduleFactor(schedule, {
    step: session.step,
    stepsPerEpoch: session.batches,
    totalSteps: session.batches * epochs,
    plateauFactor: session.watch.plateau.factor,
  });
  return session.learningRate.base * factor;
}
