import { ApiProblem } from '@graft/contracts';
import { QueryClient } from '@tanstack/react-query';

/** The cache of everything that was read from the API. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        // A refusal stays one; only silence is worth asking again.
        retry: (count, error) => !(error instanceof ApiProblem) && count < 3,
      },
    },
  });
  client.getQueryCache().subscribe(({ type, query }) => {
    const data: unknown = query.state.data;
    const [kind] = query.queryKey as readonly unknown[];
    if (type === 'removed' && kind === 'picture' && typeof data === 'string') {
      URL.revokeObjectURL(data);
    }
  });
  return client;
}
