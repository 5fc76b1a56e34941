import { isTerminal, type RunState } from '@graft/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import { useRuns } from '../../runs/run-store';

/** Says how a run ended that was seen running, with the way to the model it registered. */
export function useTellEnd(runId: string | null): void {
  const client = useClient();
  const queries = useQueryClient();
  const state = useRuns((runs) => (runId === null ? undefined : runs.runs[runId]?.state));
  const before = useRef<{ runId: string | null; state: RunState | undefined }>({ runId, state });
  useEffect(() => {
    const last = before.current;
    before.current = { runId, state };
    const sawItRun = last.runId === runId && last.state !== undefined && !isTerminal(last.state);
    if (runId === null || state === undefined || !isTerminal(state)) return;
    void queries.invalidateQueries({ queryKey: queryKeys.runs });
    if (!sawItRun) return;
    void import('./tell-end').then(({ tellEnd }) => tellEnd(client, runId));
  }, [runId, state, client, queries]);
}
