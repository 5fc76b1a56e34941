import * as words from '#words/canvas';
import { isLeftOut, type ShownState } from '../../frame/states';
import { showNodeState } from '../node-state';
import { rewriteNumbers } from '../../words/numbers';
import { readReason } from '../../runs/read-reason';
import { useCardStep } from '../run/use-card-step';
import { useDocument } from '../store/editor-context';
import { useNodeName } from '../store/use-node-name';

export interface NodeStateShown {
  readonly state: ShownState;
  readonly reason: string | null;
}

/** The state of a node as its chip shows it, and why. */
export function useNodeState(id: string): NodeStateShown {
  const issues = useDocument((state) => state.issuesOf.get(id)) ?? [];
  const stale = useDocument((state) => state.stale.has(id));
  const runs = useDocument(
    (state) => state.catalogue.get(state.byId.get(id)?.kind ?? '')?.step !== undefined,
  );
  const leftOut = useDocument((state) => state.inspection.leftOut.get(id)) ?? null;
  const behind = useNodeName()(leftOut?.how === 'behind' ? leftOut.muted : '');
  const step = useCardStep(id);
  const state = showNodeState({ issues, step: step?.state ?? null, runs, stale, leftOut });
  if (isLeftOut(state)) {
    return { state, reason: behind === null ? null : words.itDependsOn(behind) };
  }
  const error = issues.find((issue) => issue.severity === 'error');
  if (state === 'attention')
    return { state, reason: error === undefined ? null : rewriteNumbers(error.message) };
  if (state === 'stale') return { state, reason: null };
  if (step?.error != null) return { state, reason: step.error.message };
  return { state, reason: step?.reason == null ? null : readReason(step.reason).text };
}
