import { parseGraph, type Graph, type Resources } from '@graft/graph';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import * as words from '#words/editor';
import { describeError } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { useDraftQuery, type DraftReader } from '../client/use-draft-query';
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
export function useDraft(pipelineId: string, reader: DraftReader): OpeningDraft {
  const pipeline = useDraftQuery(pipelineId, reader);
  const rules = useRulesFor(pipeline.data?.draft);
  const resources = useResources();
  const parsed = useMemo(
    () => (pipeline.data === undefined ? null : parseGraph(pipeline.data.draft)),
    [pipeline.data],
  );
  const trouble = pipeline.error ?? rules.error ?? resources.error;
  if (trouble !== null) return { state: 'failed', message: describeError(trouble) };
  if (parsed === null || pipeline.data === undefined || resources.data === undefined) {
    return { state: 'opening' };
  }
  if (!rules.ready) return { state: 'opening' };
  if (parsed.graph === undefined) {
    return { state: 'failed', message: parsed.issues[0]?.message ?? words.theDraftCannotBeRead };
  }
  const { revision, name } = pipeline.data;
  return { state: 'open', revision, name, draft: parsed.graph, resources: resources.data };
}

/** The rest of the rules, for a draft with components. */
function useRulesFor(draft: unknown): { ready: boolean; error: Error | null } {
  const wanted = typeof draft === 'object' && draft !== null && 'components' in draft;
  const { data = false, error } = useQuery({
    queryKey: queryKeys.graphRules,
    queryFn: () => loadRules().then(() => true),
    enabled: wanted,
    staleTime: Infinity,
  });
  return { ready: data || !wanted, error };
}
