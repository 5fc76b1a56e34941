import { UserError } from '@graft/errors';
import { issueFromError, type NodeIssue } from '@graft/graph';
import type { ModelSpec } from '@graft/model';

export type SurgeryResult = { ok: true; spec: ModelSpec } | { ok: false; error: UserError };

/** Runs an operation on a spec; a person's mistake comes back as a value, our own is thrown. */
export function attemptSurgery(operate: () => ModelSpec): SurgeryResult {
  try {
    return { ok: true, spec: operate() };
  } catch (thrown) {
    if (thrown instanceof UserError) return { ok: false, error: thrown };
    throw thrown;
  }
}

/** The Issue of a failed operation; where the error knows the name that was meant, with a fix. */
export function describeSurgery(error: UserError, nodeId: string, field: string): NodeIssue {
  const closest = error.details['closest'];
  if (typeof closest !== 'string') return issueFromError(error, { field });
  const fix = {
    title: `Use "${closest}"`,
    setParams: [{ nodeId, params: { [field]: closest } }],
  };
  return issueFromError(error, { field, fix });
}

/** Nothing when the operation works, else its Issue. */
export function checkSurgery(operate: () => ModelSpec, nodeId: string, field: string): NodeIssue[] {
  const result = attemptSurgery(operate);
  return result.ok ? [] : [describeSurgery(result.error, nodeId, field)];
}
