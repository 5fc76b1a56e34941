import type { DatasetSummary, DataOperation } from '@graft/graph';

/**
 * The same data set with one more operation to apply when a step runs. Parts that judge a model are
 * never augmented.
 */
export function appendOperation(
  dataset: DatasetSummary,
  operation: DataOperation,
  changed: Partial<Pick<DatasetSummary, 'classes' | 'part'>>,
): DatasetSummary {
  const { augmentation, ...recipe } = dataset.recipe;
  const judges = changed.part === 'validation' || changed.part === 'test';
  return {
    ...dataset,
    ...changed,
    recipe: {
      ...recipe,
      operations: [...recipe.operations, operation],
      ...(augmentation === undefined || judges ? {} : { augmentation }),
    },
  };
}
