import type { DatasetSummary, DataOperation } from '@graft/graph';

/** The same data set with one more operation to apply when a step runs. */
export function appendOperation(
  dataset: DatasetSummary,
  operation: DataOperation,
  changed: Partial<Pick<DatasetSummary, 'classes' | 'part'>>,
): DatasetSummary {
  return {
    ...dataset,
    ...changed,
    recipe: {
      dataset: dataset.recipe.dataset,
      operations: [...dataset.recipe.operations, operation],
    },
  };
}
