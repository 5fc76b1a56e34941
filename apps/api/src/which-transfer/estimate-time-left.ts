import type { StepRun } from '@graft/db';
import { progressSchema } from '@graft/plan';

/** A step with what it costs against the others, in any unit. */
export interface WeighedStep {
  readonly step: Pick<StepRun, 'state' | 'progress' | 'startedAt' | 'finishedAt'>;
  readonly effort: number;
}

export interface TimeLeft {
  /** Of the effort that is behind us, 0 to 1. */
  readonly fraction: number;
  /** At the pace of the steps so far; null until a pace is known. */
  readonly secondsLeft: number | null;
}

/** Too little is over to tell a pace from. */
const LEAST_DONE = 0.02;

/**
 * How long is left, from how long the steps that ran took for their effort. Steps that were reused cost
 * nothing, so they count for neither.
 */
export function estimateTimeLeft(steps: readonly WeighedStep[], now: Date): TimeLeft {
  const fresh = steps.filter(({ step }) => step.state !== 'reused' && step.state !== 'skipped');
  const total = sum(fresh.map(({ effort }) => effort));
  const done = sum(fresh.map(({ step, effort }) => effort * fractionOf(step)));
  const fraction = total === 0 ? 1 : done / total;
  if (fraction >= 1) return { fraction: 1, secondsLeft: 0 };
  if (fraction < LEAST_DONE) return { fraction, secondsLeft: null };
  const spent = sum(fresh.map(({ step }) => secondsOf(step, now)));
  const beside = Math.max(1, fresh.filter(({ step }) => step.state === 'running').length);
  return { fraction, secondsLeft: (spent / done) * ((total - done) / beside) };
}

function fractionOf({ state, progress }: WeighedStep['step']): number {
  if (state === 'succeeded') return 1;
  return progress === null ? 0 : progressSchema.parse(progress).fraction;
}

function secondsOf({ state, startedAt, finishedAt }: WeighedStep['step'], now: Date): number {
  if (startedAt === null || state === 'waiting') return 0;
  return ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
