import type { ShownTraining } from './curve-points';
import type { RunProgress } from './run-progress';
import { sayStep } from './say-step';

/** As many as there are colours that can be told apart. */
const SERIES = 4;

export function seriesColour(index: number): string {
  return `var(--series-${(index % SERIES) + 1})`;
}

/** Trainings of a run, each with the colour that it has on every page. */
export function listTrainings(
  run: RunProgress,
  nameOf: (nodeId: string) => string | null,
): ShownTraining[] {
  return Object.values(run.steps)
    .filter((step) => step.rows.length > 0)
    .map((step, index) => ({
      key: step.stepId,
      title: sayStep(step, nameOf),
      colour: seriesColour(index),
      rows: step.rows,
    }));
}
