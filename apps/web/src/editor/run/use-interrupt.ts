import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useClient } from '../../client/api';

/** Cancels the run that the canvas shows, where it goes on; how is loaded with the first time. */
export function useInterrupt(runId: string | null): () => void {
  const client = useClient();
  const queries = useQueryClient();
  return useCallback(() => {
    void import('./interrupt-run').then((part) => part.interruptRun(client, queries, runId));
  }, [client, queries, runId]);
}
