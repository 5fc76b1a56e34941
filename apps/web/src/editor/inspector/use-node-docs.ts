import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';

/** The help of a kind of node, in Markdown: in the catalog of the API, not in the app. Null where it has none. */
export function useNodeDocs(kind: string): string | null {
  const client = useClient();
  const { data } = useQuery({
    queryKey: queryKeys.catalog,
    queryFn: ({ signal }) => client.getCatalog({ signal }),
    // Kinds stay what they are while the page is open.
    staleTime: Infinity,
    select: ({ nodes }) => nodes.find((node) => node.kind === kind)?.docs ?? null,
  });
  return data ?? null;
}
