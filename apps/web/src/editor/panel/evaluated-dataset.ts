import type { GraphInspection } from '@graft/graph';

/** Digest of the data set version that reaches a node; null when none is known. */
export function findEvaluatedDataset(
  { wires, summaries }: Pick<GraphInspection, 'wires' | 'summaries'>,
  nodeId: string,
): string | null {
  for (const sources of wires.get(nodeId)?.values() ?? []) {
    for (const { node, port } of sources) {
      const summary = summaries.get(node)?.[port];
      if (summary?.type === 'dataset') return summary.recipe.dataset;
    }
  }
  return null;
}
