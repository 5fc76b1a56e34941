import type { Client } from '@graft/contracts';
import type { BaseCard } from '@graft/model';
import {
  keepPreviousData,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useClient } from './api';
import { useCatalog } from './queries';
import { queryKeys } from './query-keys';

/** The base models of the catalog with their layers. */
export function useBases() {
  const client = useClient();
  const queries = useQueryClient();
  const wanted = useCatalog().data?.bases.map(({ ref, digest }) => ({ ref, digest }));
  return useQuery({
    queryKey: queryKeys.bases(wanted ?? []),
    queryFn: () => readBases(queries, wanted ?? [], client),
    enabled: wanted !== undefined,
    staleTime: Infinity,
    // A model that was just registered is a new list: a page that is open must not begin anew for it.
    placeholderData: keepPreviousData,
    // Specs never change under a digest; comparing hundreds of layers would only cost time.
    structuralSharing: false,
  });
}

/** All that can be read: one that is broken must not hide the others. */
async function readBases(
  queries: QueryClient,
  wanted: readonly { ref: string; digest: string }[],
  client: Client,
): Promise<BaseCard[]> {
  const reads = await Promise.allSettled(
    wanted.map(({ ref, digest }) =>
      queries.fetchQuery({
        queryKey: queryKeys.base(ref, digest),
        queryFn: ({ signal }) => readBase(client, ref, signal),
        staleTime: Infinity,
        structuralSharing: false,
      }),
    ),
  );
  return reads.flatMap((read) => (read.status === 'fulfilled' ? [read.value] : []));
}

async function readBase(client: Client, ref: string, signal: AbortSignal): Promise<BaseCard> {
  const { origin, ...card } = await client.getBase({ params: { ref }, signal });
  return origin === undefined ? card : { ...card, origin };
}
