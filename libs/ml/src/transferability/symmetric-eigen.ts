/** Eigenvalues, largest first, and their vectors. */
export interface Eigen {
  readonly values: Float64Array;
  /** Row-major, size x size: column j belongs to value j. */
  readonly vectors: Float64Array;
}

const MOST_ROUNDS = 60;

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix: Householder's reduction to
 * tridiagonal form, then the implicit QL algorithm (Bowdler, Martin, Reinsch and Wilkinson 1968;
 * EISPACK's tred2 and tql2).
 *
 * @param matrix row-major, size x size; only its lower triangle is read
 */
export function decomposeSymmetric(matrix: Float64Array, size: number): Eigen {
  const vectors = matrix.slice();
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  reduce(vectors, diagonal, beside, size);
  iterate(vectors, diagonal, beside, size);
  return sortEigen(vectors, diagonal, size);
}

/** Householder: afterwards `z` holds the transformation, `d` the diagonal, `e` what lies beside it. */
function reduce(z: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  const at = (row: number, column: number) => z[row * n + column] ?? 0;
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(at(i, k));
    if (i === 1 || scale === 0) {
      e[i] = at(i, i - 1);
      d[i] = 0;
      continue;
    }
    let h = 0;
    for (let k = 0; k < i; k++) {
      z[i * n + k] = at(i, k) / scale;
      h += at(i, k) ** 2;
    }
    const f = at(i, i - 1);
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
    e[i] = scale * g;
    h -= f * g;
    z[i * n + i - 1] = f - g;
    reflect(z, e, n, i, h);
    d[i] = h;
  }
  e[0] = 0;
  accumulate(z, d, n);
}

function reflect(z: Float64Array, e: Float64Array, n: number, i: number, h: number): void {
  const at = (row: number, column: number) => z[row * n + column] ?? 0;
  let total = 0;
  for (let j = 0; j < i; j++) {
    z[j * n + i] = at(i, j) / h;
    let g = 0;
    for (let k = 0; k <= j; k++) g += at(j, k) * at(i, k);
    for (let k = j + 1; k < i; k++) g += at(k, j) * at(i, k);
    e[j] = g / h;
    total += (e[j] ?? 0) * at(i, j);
  }
  const half = total / (h + h);
  for (let j = 0; j < i; j++) {
    const f = at(i, j);
    const g = (e[j] ?? 0) - half * f;
    e[j] = g;
    for (let k = 0; k <= j; k++) z[j * n + k] = at(j, k) - f * (e[k] ?? 0) - g * at(i, k);
  }
}

function accumulate(z: Float64Array, d: Float64Array, n: number): void {
  const at = (row: number, column: number) => z[row * n + column] ?? 0;
  for (let i = 0; i < n; i++) {
    if (d[i] !== 0) {
      for (let j = 0; j < i; j++) {
        let g = 0;
        for (let k = 0; k < i; k++) g += at(i, k) * at(k, j);
        for (let k = 0; k < i; k++) z[k * n + j] = at(k, j) - g * at(k, i);
      }
    }
    d[i] = at(i, i);
    z[i * n + i] = 1;
    for (let j = 0; j < i; j++) {
      z[j * n + i] = 0;
      z[i * n + j] = 0;
    }
  }
}

/** Implicit QL with Wilkinson's shift, on the transposed vectors: rows are read in order. */
function iterate(z: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  const rows = transpose(z, n);
  for (let i = 1; i < n; i++) e[i - 1] = e[i] ?? 0;
  e[n - 1] = 0;
  for (let low = 0; low < n; low++) {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const high = findSmall(d, e, low, n);
      if (high === low) break;
      chase(rows, d, e, n, low, high);
    }
  }
  z.set(transpose(rows, n));
}

function findSmall(d: Float64Array, e: Float64Array, low: number, n: number): number {
  for (let m = low; m < n - 1; m++) {
    const size = Math.abs(d[m] ?? 0) + Math.abs(d[m + 1] ?? 0);
    if (Math.abs(e[m] ?? 0) <= Number.EPSILON * size) return m;
  }
  return n - 1;
}

function chase(
  rows: Float64Array,
  d: Float64Array,
  e: Float64Array,
  n: number,
  low: number,
  high: number,
): void {
  let g = ((d[low + 1] ?? 0) - (d[low] ?? 0)) / (2 * (e[low] ?? 0));
  let r = Math.hypot(g, 1);
  g = (d[high] ?? 0) - (d[low] ?? 0) + (e[low] ?? 0) / (g + (g >= 0 ? r : -r));
  let [s, c, p] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const f = s * (e[i] ?? 0);
    const b = c * (e[i] ?? 0);
    r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = (d[i + 1] ?? 0) - p;
      e[high] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = (d[i + 1] ?? 0) - p;
    r = ((d[i] ?? 0) - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
    rotate(rows, n, i, c, s);
  }
  d[low] = (d[low] ?? 0) - p;
  e[low] = g;
  e[high] = 0;
}

function rotate(rows: Float64Array, n: number, i: number, c: number, s: number): void {
  const [first, second] = [i * n, (i + 1) * n];
  for (let k = 0; k < n; k++) {
    const left = rows[first + k] ?? 0;
    const right = rows[second + k] ?? 0;
    rows[second + k] = s * left + c * right;
    rows[first + k] = c * left - s * right;
  }
}

function transpose(matrix: Float64Array, n: number): Float64Array {
  const turned = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      turned[column * n + row] = matrix[row * n + column] ?? 0;
    }
  }
  return turned;
}

function sortEigen(vectors: Float64Array, diagonal: Float64Array, size: number): Eigen {
  const order = Array.from(diagonal.keys()).sort(
    (left, right) => (diagonal[right] ?? 0) - (diagonal[left] ?? 0),
  );
  const sorted = new Float64Array(size * size);
  order.forEach((from, to) => {
    for (let row = 0; row < size; row++) sorted[row * size + to] = vectors[row * size + from] ?? 0;
  });
  return { values: Float64Array.from(order, (from) => diagonal[from] ?? 0), vectors: sorted };
}
