import { useQuery } from '@tanstack/react-query';
import { useClient } from './api';
import { queryKeys } from './query-keys';

/** Versions of a pipeline, newest first: all that have a name, and the newest of those that runs kept. */
export function useVersions(pipelineId: string) {
  const client = useClient();
  const params = { pipelineId };
  return useQuery({
    queryKey: queryKeys.versions(pipelineId),
    // A run may have kept another one since.
    staleTime: 0,
    async queryFn({ signal }) {
      const [named, newest] = await Promise.all([
        client.listPipelineVersions({ params, query: { limit: 200, named: 'true' }, signal }),
        client.listPipelineVersions({ params, query: { limit: 100 }, signal }),
      ]);
      return {
        named: named.versions,
        ofRuns: newest.versions.filter(({ name }) => name === null),
      };
    },
  });
}

/** One version with its graph, which never changes. */
export function useVersion(pipelineId: string, versionId: string | null) {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.version(pipelineId, versionId ?? ''),
    queryFn: ({ signal }) =>
      client.getPipelineVersion({ params: { pipelineId, versionId: versionId ?? '' }, signal }),
    enabled: versionId !== null,
    staleTime: Infinity,
  });
}
