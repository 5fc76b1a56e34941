import { UnexpectedError } from '@graft/errors';

/** Rows are true classes, columns predicted ones. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** Counts how often each class was taken for each. Both lists hold classes 0 to `classes` - 1. */
export function countConfusions(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  if (labels.length !== predictions.length) {
    throw new UnexpectedError({
      code: 'metrics.lengths',
      message: `There are ${labels.length} labels, but ${predictions.length} predictions.`,
    });
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let index = 0; index < labels.length; index++) {
    const row = matrix[labels[index] ?? -1];
    const column = predictions[index] ?? -1;
    if (row?.[column] === undefined) throw unknownClass(labels[index], column, classes);
    row[column] += 1;
  }
  return matrix;
}

function unknownClass(
  label: number | undefined,
  prediction: number,
  classes: number,
): UnexpectedError {
  return new UnexpectedError({
    code: 'metrics.class',
    message: `Class ${label} was predicted as ${prediction}, but the classes are 0 to ${classes - 1}.`,
  });
}
