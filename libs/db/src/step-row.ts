import type { RunError, RunEventBody, StepRunState as StepState } from '@graft/contracts';

export interface StepRef {
  workspaceId: string;
  runId: string;
  stepId: string;
}

export function byId({ runId, stepId, workspaceId }: StepRef) {
  return { where: { runId_stepId: { runId, stepId }, workspaceId } };
}

export function pickRef({ workspaceId, runId, stepId }: StepRef): StepRef {
  return { workspaceId, runId, stepId };
}

export function stateEvent(
  { stepId }: Pick<StepRef, 'stepId'>,
  kind: string,
  change: { state: StepState; reason?: string | null; error?: RunError },
): RunEventBody {
  return {
    type: 'step-state',
    stepId,
    kind,
    state: change.state,
    cached: false,
    reason: change.reason ?? null,
    error: change.error ?? null,
    summary: null,
  };
}
