import type { RunView } from '@graft/contracts';
import { inspectGraph, parseGraph, type DatasetSummary } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { useMemo } from 'react';
import { useResources } from '../client/use-resources';
import { findEvaluated } from '../editor/panel/evaluated-dataset';

/** Digest of the data set that a node of the run measured on. */
export function useEvaluatedDataset(view: RunView, node: string | null): string | null {
  return useEvaluated(view, node)?.recipe.dataset ?? null;
}

/** The data set that a node of the run measured on. */
export function useEvaluated(view: RunView, node: string | null): DatasetSummary | null {
  const resources = useResources().data;
  return useMemo(() => {
    const { graph } = parseGraph(view.graph);
    if (graph === undefined || resources === undefined || node === null) return null;
    return findEvaluated(inspectGraph(graph, catalogue, resources), node);
  }, [view.graph, resources, node]);
}
