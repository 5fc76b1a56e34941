import type { ExampleView } from '@graft/contracts';
import { useQueries } from '@tanstack/react-query';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { loadPage, PAGE, type ShownExamples } from './use-example-pages';

/** Examples between two places, those that are here; pages are asked for as they come into sight. */
export function useExampleWindow(
  digest: string,
  shown: ShownExamples,
  { from, to }: { readonly from: number; readonly to: number },
) {
  const client = useClient();
  const first = Math.floor(from / PAGE);
  const last = Math.floor(Math.max(from, to - 1) / PAGE);
  // The first page says how many there are.
  const pages = [
    ...new Set([0, ...Array.from({ length: last - first + 1 }, (_, at) => first + at)]),
  ];
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...queryKeys.examples(digest, JSON.stringify(shown)), page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        loadPage(client, digest, shown, { page: { offset: page * PAGE, limit: PAGE }, signal }),
      staleTime: Infinity,
    })),
  });
  const exampleAt = (place: number): ExampleView | undefined =>
    results[pages.indexOf(Math.floor(place / PAGE))]?.data?.examples[place % PAGE];
  return {
    total: results[0]?.data?.total ?? null,
    error: results.find(({ error }) => error !== null)?.error ?? null,
    exampleAt,
  };
}
