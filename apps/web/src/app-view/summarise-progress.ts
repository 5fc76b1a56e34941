import * as words from '#words/app-view';
import type { RunProgress, StepProgress } from '../runs/run-progress';

/** A run in one line: how far, and what is worked on. */
export interface OverallProgress {
  /** 0 to 1, each step counting the same. */
  readonly fraction: number;
  readonly text: string;
  /** Of the step that runs; null where nothing tells. */
  readonly secondsLeft: number | null;
}

const OVER: ReadonlySet<StepProgress['state']> = new Set([
  'succeeded',
  'reused',
  'skipped',
  'failed',
  'cancelled',
]);

/** How far a run is, over all of its steps. */
export function summariseProgress({
  steps,
  state,
}: Pick<RunProgress, 'steps' | 'state'>): OverallProgress {
  const all = Object.values(steps);
  const done = all.filter((step) => OVER.has(step.state)).length;
  const running = all.find((step) => step.state === 'running');
  const part = running?.progress?.fraction ?? 0;
  const text =
    running?.progress?.text ??
    (state === 'waiting' || state === 'running' ? words.waitingForAWorker : '');
  return {
    fraction: all.length === 0 ? 0 : (done + part) / all.length,
    text,
    secondsLeft: running?.progress?.secondsLeft ?? null,
  };
}
