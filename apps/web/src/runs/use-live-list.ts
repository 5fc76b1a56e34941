import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useConnection } from '../client/api';
import { queryKeys } from '../client/query-keys';

/** Reads the list anew when a run begins or ends, at most once a second. */
export function useLiveList(): void {
  const { feed } = useConnection();
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = null;
        void queries.invalidateQueries({ queryKey: queryKeys.runs });
      }, 1000);
    };
    const stop = feed.subscribe((events) => {
      if (events.some((event) => event.type === 'run-state')) refresh();
    });
    const unwatch = feed.watchResync(refresh);
    return () => {
      stop();
      unwatch();
      if (timer !== null) clearTimeout(timer);
    };
  }, [feed, queries]);
}
