export type RunPriority = 'low' | 'normal' | 'high';

/** Temporal's priority keys: the lower goes first, 3 is its default. */
const PRIORITY_KEYS = { high: 2, normal: 3, low: 4 } as const;

export function workflowIdOf(runId: string): string {
  return `run:${runId}`;
}

/** The place of a run's work among what waits for a worker. */
export function describePriority(workspaceId: string, priority: RunPriority) {
  return {
    priorityKey: PRIORITY_KEYS[priority],
    // One workspace's thousand runs don't hold up another's one, where the server has this on.
    fairnessKey: workspaceId,
  };
}
