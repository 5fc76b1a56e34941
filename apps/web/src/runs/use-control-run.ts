import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useClient } from '../client/api';
import { controlRun } from './control-run';

/** What a person can do about a run as a whole. */
export function useControlRun(runId: string) {
  const client = useClient();
  const queries = useQueryClient();
  return useMemo(() => controlRun(client, queries, runId), [client, queries, runId]);
}
