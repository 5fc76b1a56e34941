import { useInfiniteQuery } from '@tanstack/react-query';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';

const PAGE = 100;

/** Runs of the workspace, newest first, page by page as they are asked for. */
export function useRunPages() {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: [...queryKeys.runs, 'pages'],
    queryFn: ({ pageParam, signal }) => {
      const after = pageParam === null ? {} : { after: pageParam };
      return client.listRuns({ query: { limit: PAGE, ...after }, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ runs }) => (runs.length < PAGE ? null : runs.at(-1)?.runId),
  });
}
