import type { RunView } from '@graft/contracts';
import { inspectGraph, parseGraph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { useMemo } from 'react';
import { useResources } from '../client/use-resources';
import { findEvaluatedDataset } from '../editor/panel/evaluated-dataset';

/** Digest of the data set that a node of the run measured on. */
export function useEvaluatedDataset(view: RunView, node: string | null): string | null {
  const resources = useResources().data;
  return useMemo(() => {
    const { graph } = parseGraph(view.graph);
    if (graph === undefined || resources === undefined || node === null) return null;
    return findEvaluatedDataset(inspectGraph(graph, catalogue, resources), node);
  }, [view.graph, resources, node]);
}
