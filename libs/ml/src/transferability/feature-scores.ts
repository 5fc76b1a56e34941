import { centreColumns, decomposeFeatures, type FeatureMatrix } from './decompose-features';
import { sum, sumOver } from './sums';

const ITERATIONS = 11;
const TOLERANCE = 1e-3;
const GUARD = 1e-5;

/**
 * LogME: the mean over classes of the log evidence, by example, of a Bayesian linear model from
 * features to class indicators (You et al. 2021; the fixed point of arXiv 2110.10545). Features are
 * taken as they are, not centred. With fewer examples than features the prior's term counts the rank
 * of the features and not their number: the published code counts the latter and then prefers noise.
 *
 * @param labels classes 0 to `classes` - 1, one an example
 */
export function logme(features: FeatureMatrix, labels: ArrayLike<number>, classes: number): number {
  const { squares, left, rank, examples } = decomposeFeatures(features);
  let total = 0;
  for (let label = 0; label < classes; label++) {
    const projected = new Float64Array(rank);
    let count = 0;
    for (let example = 0; example < examples; example++) {
      if (labels[example] !== label) continue;
      count += 1;
      for (let at = 0; at < rank; at++) {
        projected[at] = (projected[at] ?? 0) + (left[example * rank + at] ?? 0);
      }
    }
    const energy = projected.map((each) => each * each);
    const outside = Math.max(0, count - sum(energy));
    total += evidence(squares, energy, outside, examples);
  }
  return total / classes;
}

function evidence(
  squares: Float64Array,
  energy: Float64Array,
  outside: number,
  examples: number,
): number {
  let [alpha, beta, value] = [1, 1, 0];
  for (let round = 0; round < ITERATIONS; round++) {
    const ratio = alpha / beta;
    const gamma = sumOver(squares, (square) => square / (square + ratio));
    const size = sumOver(
      squares,
      (square, at) => (square * (energy[at] ?? 0)) / (ratio + square) ** 2,
    );
    const rest =
      sumOver(squares, (square, at) => (energy[at] ?? 0) / (1 + square / ratio) ** 2) + outside;
    alpha = gamma / (size + GUARD);
    beta = (examples - gamma) / (rest + GUARD);
    value =
      (squares.length * Math.log(alpha) +
        examples * Math.log(beta) -
        sumOver(squares, (square) => Math.log(alpha + beta * square)) -
        beta * rest -
        alpha * size -
        examples * Math.log(2 * Math.PI)) /
      (2 * examples);
    if (Math.abs(alpha / beta - ratio) / ratio <= TOLERANCE) break;
  }
  return value;
}

/**
 * H-score with the covariance shrunk by Ledoit and Wolf (Ibrahim et al., "Newer is not always better",
 * 2021): between-class variance in units of the total. The plain one (Bao et al. 2019) saturates at
 * classes - 1 as soon as there are fewer examples than features. As in the authors' code, class means
 * are divided by examples - 1 and the total by examples, so it may exceed classes - 1 a little.
 */
export function regularisedHScore(
  features: FeatureMatrix,
  labels: ArrayLike<number>,
  classes: number,
): number {
  const centred = centreColumns(features);
  const { squares, left, rank, examples } = decomposeFeatures(centred);
  const shrinkage = ledoitWolf(centred, squares);
  const mean = sum(squares) / examples / features.size;
  const between = classEnergy(left, rank, labels, classes);
  return sumOver(squares, (square, at) => {
    const variance = ((1 - shrinkage) * square) / examples + shrinkage * mean;
    return ((1 - shrinkage) * (between[at] ?? 0) * square) / ((examples - 1) * variance);
  });
}

/** Shrinkage of Ledoit and Wolf (2004), as scikit-learn's `ledoit_wolf_shrinkage`. */
export function ledoitWolf(centred: FeatureMatrix, squares: Float64Array): number {
  const { values, size } = centred;
  const examples = values.length / size;
  const trace = sum(squares) / examples;
  const mean = trace / size;
  const squared = sumOver(squares, (square) => square * square) / examples ** 2;
  let fourth = 0;
  for (let row = 0; row < examples; row++) {
    let length = 0;
    for (let at = 0; at < size; at++) length += (values[row * size + at] ?? 0) ** 2;
    fourth += length * length;
  }
  const delta = (squared - 2 * mean * trace + size * mean * mean) / size;
  const beta = Math.min(delta, (fourth / examples - squared) / (size * examples));
  return beta <= 0 ? 0 : beta / delta;
}

/** For each direction, the energy of its class means: sum over classes of (sum of u)^2 / count. */
function classEnergy(
  left: Float64Array,
  rank: number,
  labels: ArrayLike<number>,
  classes: number,
): Float64Array {
  const sums = new Float64Array(classes * rank);
  const counts = new Float64Array(classes);
  for (let example = 0; example < labels.length; example++) {
    const label = labels[example] ?? 0;
    counts[label] = (counts[label] ?? 0) + 1;
    for (let at = 0; at < rank; at++) {
      sums[label * rank + at] = (sums[label * rank + at] ?? 0) + (left[example * rank + at] ?? 0);
    }
  }
  return Float64Array.from({ length: rank }, (_, at) =>
    sumOver(counts, (count, label) =>
      count === 0 ? 0 : (sums[label * rank + at] ?? 0) ** 2 / count,
    ),
  );
}
