import type { Client } from '@graft/contracts';
import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import * as words from '#words/runs';
import { describeError } from '../client/api';
import { queryKeys } from '../client/query-keys';

/** Pause, resume and cancel of a run; what goes wrong is said in a notice. */
export function controlRun(client: Client, queries: QueryClient, runId: string) {
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
}
