import type { DatasetSummary, GraphInspection } from '@graft/graph';

type Inspected = Pick<GraphInspection, 'wires' | 'summaries'>;

/** The data set version that reaches a node; null when none is known. */
export function findEvaluated(
  { wires, summaries }: Inspected,
  nodeId: string,
): DatasetSummary | null {
  for (const sources of wires.get(nodeId)?.values() ?? []) {
    for (const { node, port } of sources) {
      const summary = summaries.get(node)?.[port];
      if (summary?.type === 'dataset') return summary;
    }
  }
  return null;
}
