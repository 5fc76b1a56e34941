import { useNodeStep } from '../../runs/run-store';
import type { ShownState } from '../../frame/states';
import { showNodeState } from '../node-state';
import { useShownRun } from '../run/shown-run';
import { useDocument } from '../store/editor-context';

/** The state of a node as its chip shows it, and why. */
export function useNodeState(id: string): { state: ShownState; reason: string | null } {
  const issues = useDocument((state) => state.issuesOf.get(id)) ?? [];
  const stale = useDocument((state) => state.stale.has(id));
  const runs = useDocument(
    (state) => state.catalogue.get(state.byId.get(id)?.kind ?? '')?.step !== undefined,
  );
  const step = useNodeStep(useShownRun(), id);
  const state = showNodeState({ issues, step: step?.state ?? null, runs, stale });
  const error = issues.find((issue) => issue.severity === 'error');
  if (state === 'attention') return { state, reason: error?.message ?? null };
  if (state === 'stale') return { state, reason: null };
  return { state, reason: step?.error?.message ?? step?.reason ?? null };
}
