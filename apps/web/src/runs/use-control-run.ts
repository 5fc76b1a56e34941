import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import * as words from '#words/runs';
import { describeError, useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';

/** Pause, resume and cancel of a run; what goes wrong is said in a notice. */
export function useControlRun(runId: string) {
  const client = useClient();
  const queries = useQueryClient();
  return useMemo(() => {
    const act = (ask: () => Promise<unknown>) => () => {
      ask()
        .then(() => queries.invalidateQueries({ queryKey: queryKeys.runs }))
        .catch((thrown: unknown) =>
          notifications.show({
            color: 'red',
            title: words.thatDidNotWork,
            message: describeError(thrown),
          }),
        );
    };
    const params = { runId };
    return {
      pause: act(() => client.pauseRun({ params })),
      resume: act(() => client.resumeRun({ params })),
      cancel: act(() => client.cancelRun({ params })),
    };
  }, [client, queries, runId]);
}
