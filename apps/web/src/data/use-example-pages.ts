import type { Client } from '@graft/contracts';
import type { DataOperation } from '@graft/graph';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import type { ConfusedCell } from './confused-cell';

/** Examples that are asked for at a time. */
export const PAGE = 60;

/** Which examples of a data set version are shown. */
export type ShownExamples =
  | {
      readonly kind: 'found';
      readonly class: string | null;
      readonly search: string;
      /** Of a recipe: only what they leave. */
      readonly operations?: readonly DataOperation[];
    }
  | { readonly kind: 'confused'; readonly cell: ConfusedCell };

/** Pages of examples, each loaded when it is asked for. */
export function useExamplePages(digest: string, shown: ShownExamples) {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: queryKeys.examples(digest, JSON.stringify(shown)),
    queryFn: ({ pageParam, signal }) =>
      loadPage(client, digest, shown, { page: { offset: pageParam, limit: PAGE }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      pages.length * PAGE < last.total ? pages.length * PAGE : undefined,
  });
}

interface PageRequest {
  readonly page: { readonly offset: number; readonly limit: number };
  readonly signal: AbortSignal;
}

/** Examples from an offset on, with how many there are. */
export function loadPage(
  client: Client,
  digest: string,
  shown: ShownExamples,
  { page, signal }: PageRequest,
) {
  if (shown.kind === 'confused') {
    const { runId, stepId, output, truth, answer } = shown.cell;
    const params = { runId, stepId, output };
    return client.listConfused({
      params,
      query: { dataset: digest, truth, answer, ...page },
      signal,
    });
  }
  const query = {
    ...(shown.class === null ? {} : { class: shown.class }),
    ...(shown.search === '' ? {} : { search: shown.search }),
    ...(shown.operations === undefined ? {} : { operations: JSON.stringify(shown.operations) }),
  };
  return client.listExamples({ params: { dataset: digest }, query: { ...query, ...page }, signal });
}
