import { useEffect } from 'react';
import { create } from 'zustand';
import { useConnection } from '../client/api';
import { followRun } from './follow-run';
import type { RunProgress, StepProgress } from './run-progress';

interface RunStore {
  readonly runs: Readonly<Record<string, RunProgress>>;
  set: (run: RunProgress) => void;
}

/**
 * Progress of the runs that are on screen. It lies beside the document of the editor, so that events
 * never touch the list of nodes.
 */
export const useRuns = create<RunStore>()((set) => ({
  runs: {},
  set: (run) => set((state) => ({ runs: { ...state.runs, [run.runId]: run } })),
}));

/** Follows a run while the component is on screen. */
export function useFollowRun(runId: string | null): RunProgress | null {
  const { client, feed } = useConnection();
  useEffect(() => {
    if (runId === null) return undefined;
    return followRun({ client, feed, runId, onChange: useRuns.getState().set });
  }, [client, feed, runId]);
  return useRuns((state) => (runId === null ? null : (state.runs[runId] ?? null)));
}

/** The step of a node; when it has several, the one that is furthest from its end. */
export function findNodeStep(run: RunProgress, nodeId: string): StepProgress | null {
  let found: StepProgress | null = null;
  for (const step of Object.values(run.steps)) {
    if (!step.nodes.includes(nodeId)) continue;
    if (found === null || step.state === 'running' || step.state === 'failed') found = step;
  }
  return found;
}
