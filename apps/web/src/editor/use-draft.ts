import { parseGraph, type Graph, type Resources } from '@graft/graph';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import * as words from '#words/editor';
import { describeError, useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { useResources } from '../client/use-resources';
import { loadRules } from './store/graph-rules';

export type OpeningDraft =
  | { readonly state: 'opening' }
  | { readonly state: 'failed'; readonly message: string }
  | {
      readonly state: 'open';
      readonly revision: number;
      readonly name: string;
      readonly draft: Graph;
      readonly resources: Resources;
    };

/** The draft of a pipeline as it is when the page opens, and all that it may name. */
export function useDraft(pipelineId: string, page: 'editor' | 'app'): OpeningDraft {
  const client = useClient();
  const pipeline = useQuery({
    // Each page reads it for itself: what the other one has read may have been edited since.
    queryKey: [...queryKeys.pipeline(pipelineId), page],
    queryFn: async ({ signal }) => {
      const found = await client.getPipeline({ params: { pipelineId }, signal });
      const { draft } = found;
      if (typeof draft === 'object' && draft !== null && 'components' in draft) await loadRules();
      return found;
    },
    staleTime: Infinity,
    gcTime: 0,
  });
  const resources = useResources();
  const parsed = useMemo(
    () => (pipeline.data === undefined ? null : parseGraph(pipeline.data.draft)),
    [pipeline.data],
  );
  const trouble = pipeline.error ?? resources.error;
  if (trouble !== null) return { state: 'failed', message: describeError(trouble) };
  if (parsed === null || pipeline.data === undefined || resources.data === undefined) {
    return { state: 'opening' };
  }
  if (parsed.graph === undefined) {
    return { state: 'failed', message: parsed.issues[0]?.message ?? words.theDraftCannotBeRead };
  }
  const { revision, name } = pipeline.data;
  return { state: 'open', revision, name, draft: parsed.graph, resources: resources.data };
}
