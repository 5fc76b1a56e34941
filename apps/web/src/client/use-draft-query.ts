import { useQuery } from '@tanstack/react-query';
import { useClient } from './api';
import { queryKeys } from './query-keys';

/** The pages that show a draft. */
export type DraftReader = 'editor' | 'app';

/** The draft of a pipeline as it is when the page opens. */
export function useDraftQuery(pipelineId: string, reader: DraftReader) {
  const client = useClient();
  return useQuery({
    // Each page reads it for itself: what the other one has read may have been edited since.
    queryKey: [...queryKeys.pipeline(pipelineId), reader],
    queryFn: ({ signal }) => client.getPipeline({ params: { pipelineId }, signal }),
    staleTime: Infinity,
    gcTime: 0,
  });
}
