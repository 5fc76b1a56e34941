import { toGraftError, UserError } from '@graft/errors';
import type { Issue } from './issue';
import type { NodeIssue } from './node-definition';

/** Completes what a node's own check found: severity, node id, and the kind before the code. */
export function completeIssue(issue: NodeIssue, nodeId: string, kind: string): Issue {
  return { ...issue, severity: issue.severity ?? 'error', nodeId, code: `${kind}.${issue.code}` };
}

/**
 * What a UserError means as an Issue of a node: its message, and the last part of its code with
 * hyphens (`model.open_branch` becomes `open-branch`). Anything else thrown is thrown again.
 */
export function issueFromError(thrown: unknown, extra: Partial<NodeIssue> = {}): NodeIssue {
  if (!(thrown instanceof UserError)) throw thrown;
  const code = thrown.code.slice(thrown.code.lastIndexOf('.') + 1).replaceAll('_', '-');
  return { code, message: thrown.message, ...extra };
}

/** Runs a piece of a node definition; what it throws comes back as an Issue of that node. */
export function guard<Value>(
  nodeId: string,
  kind: string,
  run: () => Value,
): { value: Value } | { issue: Issue } {
  try {
    return { value: run() };
  } catch (thrown) {
    if (thrown instanceof UserError)
      return { issue: completeIssue(issueFromError(thrown), nodeId, kind) };
    const { message } = toGraftError(thrown);
    return {
      issue: {
        code: 'graph.check-failed',
        severity: 'error',
        nodeId,
        message: `This node could not be checked, which is a fault of Graft: ${message}`,
      },
    };
  }
}
