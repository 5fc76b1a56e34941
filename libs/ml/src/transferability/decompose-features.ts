import { decomposeSymmetric } from './symmetric-eigen';

/** Features of examples: row-major, one row an example. */
export interface FeatureMatrix {
  readonly values: ArrayLike<number>;
  readonly size: number;
}

/** What is needed of F = U S V^T: squared singular values above rounding, and their columns of U. */
export interface FeatureDecomposition {
  readonly examples: number;
  readonly squares: Float64Array;
  /** Row-major, examples x rank. */
  readonly left: Float64Array;
  readonly rank: number;
}

const ROUNDING = 1e-10;

/** Decomposes by the Gram matrix of the smaller side: at most min(examples, size) squared values. */
export function decomposeFeatures({ values, size }: FeatureMatrix): FeatureDecomposition {
  const examples = values.length / size;
  const narrow = examples > size;
  const side = narrow ? size : examples;
  const gram = new Float64Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column <= row; column++) {
      const product = narrow
        ? multiplyColumns(values, size, examples, row, column)
        : multiplyRows(values, size, row, column);
      gram[row * side + column] = product;
      gram[column * side + row] = product;
    }
  }
  const { values: squares, vectors } = decomposeSymmetric(gram, side);
  const largest = squares[0] ?? 0;
  const rank = squares.findIndex((each) => each <= largest * ROUNDING);
  const kept = rank < 0 ? side : rank;
  const left = new Float64Array(examples * kept);
  for (let example = 0; example < examples; example++) {
    for (let column = 0; column < kept; column++) {
      left[example * kept + column] = narrow
        ? project(values, size, example, vectors, column) / Math.sqrt(squares[column] ?? 1)
        : (vectors[example * side + column] ?? 0);
    }
  }
  return { examples, squares: squares.slice(0, kept), left, rank: kept };
}

/** Columns with mean zero. */
export function centreColumns({ values, size }: FeatureMatrix): FeatureMatrix {
  const examples = values.length / size;
  const means = new Float64Array(size);
  for (let at = 0; at < values.length; at++) {
    means[at % size] = (means[at % size] ?? 0) + (values[at] ?? 0) / examples;
  }
  return {
    size,
    values: Float64Array.from(values, (value, at) => value - (means[at % size] ?? 0)),
  };
}

function multiplyRows(values: ArrayLike<number>, size: number, a: number, b: number): number {
  let sum = 0;
  for (let at = 0; at < size; at++)
    sum += (values[a * size + at] ?? 0) * (values[b * size + at] ?? 0);
  return sum;
}

function multiplyColumns(
  values: ArrayLike<number>,
  size: number,
  examples: number,
  a: number,
  b: number,
): number {
  let sum = 0;
  for (let row = 0; row < examples; row++) {
    sum += (values[row * size + a] ?? 0) * (values[row * size + b] ?? 0);
  }
  return sum;
}

function project(
  values: ArrayLike<number>,
  size: number,
  row: number,
  vectors: Float64Array,
  column: number,
): number {
  let sum = 0;
  for (let at = 0; at < size; at++) {
    sum += (values[row * size + at] ?? 0) * (vectors[at * size + column] ?? 0);
  }
  return sum;
}
