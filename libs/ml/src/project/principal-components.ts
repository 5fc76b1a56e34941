import {
  centreColumns,
  decomposeFeatures,
  type FeatureMatrix,
} from '../transferability/decompose-features';
import { sum } from '../transferability/sums';

/** Examples as points along the directions in which their features differ most. */
export interface PrincipalComponents {
  /** One array of coordinates for each example, around a mean of 0, in units of the features. */
  readonly points: readonly (readonly number[])[];
  /** Of each direction, its share of the whole variance: 0 to 1, largest first. */
  readonly shares: readonly number[];
}

/**
 * Principal component analysis: the `count` directions of largest variance. Each points to where its
 * feature with the largest weight grows, as in scikit-learn. Directions without any variance are 0.
 */
export function findPrincipalComponents(
  features: FeatureMatrix,
  count: number,
): PrincipalComponents {
  const centred = centreColumns(features);
  const { squares, left, rank, examples } = decomposeFeatures(centred);
  const total = sum(squares);
  const axes = Array.from({ length: count }, (_, axis) => {
    if (axis >= rank || total === 0) return { share: 0, at: () => 0 };
    const length = Math.sqrt(squares[axis] ?? 0);
    const along = (example: number) => (left[example * rank + axis] ?? 0) * length;
    const sign = findSign(centred, examples, along);
    return { share: (squares[axis] ?? 0) / total, at: (example: number) => sign * along(example) };
  });
  return {
    points: Array.from({ length: examples }, (_, example) => axes.map(({ at }) => at(example))),
    shares: axes.map(({ share }) => share),
  };
}

/** Sign of the largest weight of the direction whose coordinates these are. */
function findSign(
  { values, size }: FeatureMatrix,
  examples: number,
  along: (example: number) => number,
): 1 | -1 {
  const weights = new Float64Array(size);
  for (let example = 0; example < examples; example++) {
    const coordinate = along(example);
    for (let at = 0; at < size; at++) {
      weights[at] = (weights[at] ?? 0) + coordinate * (values[example * size + at] ?? 0);
    }
  }
  const largest = weights.reduce(
    (most, weight) => (Math.abs(weight) > Math.abs(most) ? weight : most),
    0,
  );
  return largest < 0 ? -1 : 1;
}
