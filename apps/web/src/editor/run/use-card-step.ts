import { findNodeStep, useRuns } from '../../runs/run-store';
import type { StepProgress } from '../../runs/run-progress';
import { knownRules } from '../store/graph-rules';
import { useShownRun } from './shown-run';

/** The step of a node in the run that the canvas shows; of a component, its inside as one. */
export function useCardStep(nodeId: string): StepProgress | null {
  const runId = useShownRun();
  return useRuns((state) => {
    const run = runId === null ? undefined : state.runs[runId];
    if (run === undefined) return null;
    return findNodeStep(run, nodeId) ?? knownRules().sumSteps(run, nodeId);
  });
}
