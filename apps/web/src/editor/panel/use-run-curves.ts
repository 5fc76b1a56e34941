import { useRun } from '../../client/queries';
import type { RunProgress } from '../../runs/run-progress';
import { useRuns } from '../../runs/run-store';
import { useWithHistories } from '../../runs/use-histories';
import { useShownRun } from '../run/shown-run';

/** The run that the canvas shows, live, with the curves of what it reused; null while there is none. */
export function useRunCurves(): RunProgress | null {
  const runId = useShownRun();
  const progress = useRuns((state) => (runId === null ? null : (state.runs[runId] ?? null)));
  const view = useRun(runId).data;
  const hasHistory = (stepId: string) =>
    view?.steps.find((step) => step.stepId === stepId)?.outputs['history'] !== undefined;
  return useWithHistories(progress, hasHistory);
}
