import type { Selection } from '@graft/graph';
import { assignFolds } from './assign-folds';

export const PROBE_FOLDS = 5;

/** The fold, 0 to 4, in which a linear probe tests each example: stratified, by the labels alone. */
export function assignProbeFolds(
  labels: ArrayLike<number>,
  classes: number,
  seed: number,
): Int32Array {
  const selection: Selection = {
    classes: Array.from({ length: classes }, (_, label) => String(label)),
    examples: Array.from(labels, (label, at) => ({ sha256: String(at), label, name: '' })),
  };
  return assignFolds(selection, PROBE_FOLDS, seed);
}
