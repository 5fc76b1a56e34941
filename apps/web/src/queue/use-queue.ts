import type { Priority } from '@graft/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';

const REFRESH_MS = 3_000;

/** What waits in the workspace, read anew while it is looked at. */
export function useQueue() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.queue,
    queryFn: ({ signal }) => client.listQueue({ signal }),
    select: (reply) => reply.entries,
    refetchInterval: REFRESH_MS,
  });
}

/** Lets a run go earlier or later, or not at all. */
export function useChangeQueue(runId: string) {
  const client = useClient();
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: queryKeys.queue });
  const move = useMutation({
    mutationFn: (priority: Priority) =>
      client.setRunPriority({ params: { runId }, body: { priority } }),
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: () => client.cancelRun({ params: { runId } }),
    onSettled,
  });
  return { move, cancel };
}
