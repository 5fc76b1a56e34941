import type { Client } from '@graft/contracts';
import type { Resources } from '@graft/graph';
import type { BaseCard } from '@graft/model';
import { createResources } from '@graft/nodes';
import {
  keepPreviousData,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { useClient } from './api';
import { useCatalog } from './queries';
import { queryKeys } from './query-keys';

interface ReadResources {
  readonly data: Resources | undefined;
  readonly error: Error | null;
}

/** Everything that graphs may name: data sets, and base models with their layers. */
export function useResources(): ReadResources {
  const client = useClient();
  const queries = useQueryClient();
  const catalog = useCatalog();
  const wanted = catalog.data?.bases.map(({ ref, digest }) => ({ ref, digest }));
  const bases = useQuery({
    queryKey: queryKeys.bases(wanted ?? []),
    queryFn: () => readBases(queries, wanted ?? [], client),
    enabled: wanted !== undefined,
    staleTime: Infinity,
    // A model that was just registered is a new list: a page that is open must not begin anew for it.
    placeholderData: keepPreviousData,
    // Specs never change under a digest; comparing hundreds of layers would only cost time.
    structuralSharing: false,
  });
  const data = useMemo(() => {
    if (catalog.data === undefined || bases.data === undefined) return undefined;
    return createResources({ dataset: catalog.data.datasets, base: bases.data });
  }, [catalog.data, bases.data]);
  return { data, error: catalog.error };
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
