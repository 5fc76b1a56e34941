import { isTerminal } from '@graft/contracts';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import type { RunProgress } from './run-progress';

const REFRESH_MS = 5_000;

const NOBODY: ReadonlyMap<string, string> = new Map();

/**
 * What each waiting step of a run waits for, in words, by step id; asked for again while one waits. How many workers
 * are connected is no event of the run.
 */
export function useWaiting({ runId, state, steps }: RunProgress): ReadonlyMap<string, string> {
  const client = useClient();
  const waiting = Object.values(steps).filter((step) => step.state === 'waiting');
  const asks = !isTerminal(state) && waiting.length > 0;
  const { data } = useQuery({
    // What waits is another list, with other reasons.
    queryKey: [...queryKeys.run(runId), 'waiting', waiting.length, state],
    queryFn: ({ signal }) => client.getRun({ params: { runId }, signal }),
    select: (view) =>
      new Map(view.steps.flatMap(({ stepId, waitsFor }) => (waitsFor ? [[stepId, waitsFor]] : []))),
    enabled: asks,
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  return asks && data !== undefined ? data : NOBODY;
}
