import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import * as words from '#words/runs';
import { describeError, useClient } from '../client/api';
import { newKey } from '../client/new-key';
import { queryKeys } from '../client/query-keys';
import type { RunSource } from './plan-dialog';

/** Starts a run and opens its page. */
export function useStartAgain(): (source: RunSource) => void {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return (body) => {
    client
      .startRun({ body, idempotencyKey: newKey() })
      .then(({ runId }) => {
        void queries.invalidateQueries({ queryKey: queryKeys.runs });
        navigate(`/runs/${runId}`);
      })
      .catch((thrown: unknown) =>
        notifications.show({
          color: 'red',
          title: words.theRunDidNotStart,
          message: describeError(thrown),
        }),
      );
  };
}
