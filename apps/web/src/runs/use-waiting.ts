import { isTerminal, type RunView } from '@graft/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import type { RunProgress } from './run-progress';

const REFRESH_MS = 5_000;

const NOBODY: ReadonlyMap<string, string> = new Map();

/** One and the same function: a new one for each drawing would make a new map, which is drawn again, without end. */
function listReasons({ steps }: RunView): ReadonlyMap<string, string> {
  return new Map(steps.flatMap(({ stepId, waitsFor }) => (waitsFor ? [[stepId, waitsFor]] : [])));
}

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
    select: listReasons,
    enabled: asks,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  return asks && data !== undefined ? data : NOBODY;
}
