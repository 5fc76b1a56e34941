import { ApiProblem, OVERLOADED } from '@graft/contracts';
import { QueryClient } from '@tanstack/react-query';

function isFinal(error: Error): boolean {
  return error instanceof ApiProblem && error.problem.code !== OVERLOADED;
}

/** The cache of everything that was read from the API. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        // A refusal stays one, but for that of a server with too much to do; silence is worth asking again.
        retry: (count, error) => count < 3 && !isFinal(error),
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
