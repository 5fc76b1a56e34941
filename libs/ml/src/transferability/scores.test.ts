import { describe, expect, it } from '@jest/globals';
import { createRandom } from '@graft/graph';
import fc from 'fast-check';
import { centreColumns, decomposeFeatures } from './decompose-features';
import { ledoitWolf, logme, regularisedHScore } from './feature-scores';
import { nearestNeighbours } from './nearest-neighbours';
import { leep, negativeConditionalEntropy } from './source-answers';
import { decomposeSymmetric } from './symmetric-eigen';

// Vectors computed with the authors' code, corrected where it is wrong, in NumPy double precision.
const matrix = (rows: readonly (readonly number[])[]) => ({
  values: rows.flat(),
  size: rows[0]?.length ?? 0,
});
const B = matrix([
  [1, 2],
  [2, 1],
  [1.5, 1.5],
  [4, 5],
  [5, 4],
  [4.5, 5.5],
]);
const B_LABELS = [0, 0, 0, 1, 1, 1];
const C = matrix([
  [0.2, 1, -0.3],
  [0.4, 0.7, 0.1],
  [-0.1, 0.9, 0.2],
  [1.1, -0.2, 0.5],
  [0.9, 0.1, 0.8],
  [0.6, 0.3, 0.4],
  [-0.8, 0.2, 1.2],
  [-0.5, -0.4, 0.9],
  [-0.9, 0.1, 0.6],
]);
const C_LABELS = [0, 0, 0, 1, 1, 1, 2, 2, 2];
const E = matrix([
  [1, 0, 2, 0, 1],
  [0, 1, 1, 0, 2],
  [2, 1, 0, 1, 0],
  [1, 2, 0, 2, 0],
]);
const A = [
  [0.7, 0.2, 0.1],
  [0.6, 0.3, 0.1],
  [0.2, 0.7, 0.1],
  [0.1, 0.8, 0.1],
  [0.1, 0.2, 0.7],
  [0.2, 0.2, 0.6],
];
const A_LABELS = [0, 0, 1, 1, 0, 1];
const answers = (rows: readonly (readonly number[])[]) => ({
  values: rows.flat(),
  classes: rows[0]?.length ?? 0,
});

describe('LogME', () => {
  it('of two and of three classes', () => {
    expect(logme(B, B_LABELS, 2)).toBeCloseTo(-0.7131136462, 9);
    expect(logme(C, C_LABELS, 3)).toBeCloseTo(-0.4493371929, 9);
  });

  it('with fewer examples than features counts the rank: the published code gives -0.2303552', () => {
    expect(logme(E, [0, 0, 1, 1], 2)).toBeCloseTo(-0.6017727826, 9);
  });

  it('prefers features that tell classes apart to noise, with fewer examples than features', () => {
    const [examples, size] = [20, 200];
    const labels = Array.from({ length: examples }, (_, at) => at % 2);
    const random = createRandom(1, 'logme');
    const noise = Array.from({ length: examples * size }, () => random.nextGaussian());
    const good = noise.map(
      (value, at) => value + (at % size < 20 ? 2 * (labels[Math.floor(at / size)] ?? 0) : 0),
    );
    const score = (values: number[]) => logme({ values, size }, labels, 2);
    expect(score(good)).toBeGreaterThan(score(noise));
    expect(score(good)).toBeLessThan(0);
  });
});

describe('the regularised H-score', () => {
  it('has the shrinkage of scikit-learn and the published value', () => {
    const shrinkage = (features: typeof B) => {
      const centred = centreColumns(features);
      return ledoitWolf(centred, decomposeFeatures(centred).squares);
    };
    expect(shrinkage(B)).toBeCloseTo(0.0759109194, 9);
    expect(shrinkage(C)).toBeCloseTo(0.4912825633, 9);
    expect(regularisedHScore(B, B_LABELS, 2)).toBeCloseTo(1.1370498008, 9);
    expect(regularisedHScore(C, C_LABELS, 3)).toBeCloseTo(1.1648206995, 9);
  });
});

describe('scores by the answers of the source', () => {
  it('have the published values', () => {
    expect(leep(answers(A), A_LABELS, 2)).toBeCloseTo(-0.5667515303, 9);
    expect(negativeConditionalEntropy(answers(A), A_LABELS, 2)).toBeCloseTo(-0.2310490602, 9);
  });

  it('stay finite for a source class without any mass', () => {
    const rows = [
      [0.9, 0.1, 0],
      [0.8, 0.2, 0],
      [0.1, 0.9, 0],
      [0.3, 0.7, 0],
    ];
    expect(leep(answers(rows), [0, 0, 1, 1], 2)).toBeGreaterThan(-1);
  });

  it('give minus the entropy of the labels to a source that says nothing', () => {
    const rows = [0, 1, 2].map(() => [1 / 3, 1 / 3, 1 / 3]);
    expect(leep(answers(rows), [0, 1, 2], 3)).toBeCloseTo(-1.0986122887, 9);
  });
});

describe('nearest neighbours', () => {
  it('leave the example itself out', () => {
    expect(nearestNeighbours(C, C_LABELS, 3, 1)).toBe(1);
    expect(nearestNeighbours(C, C_LABELS, 3, 3)).toBe(1);
    expect(
      nearestNeighbours(
        matrix([
          [1, 0],
          [1, 0.1],
        ]),
        [0, 1],
        2,
        1,
      ),
    ).toBe(0);
  });
});

describe('the symmetric eigen-solver', () => {
  it('rebuilds the matrix from orthonormal vectors, also with equal values', () => {
    const entries = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 36, maxLength: 36 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), entries, (size, drawn) => {
        const symmetric = new Float64Array(size * size);
        for (let row = 0; row < size; row++) {
          for (let column = 0; column <= row; column++) {
            symmetric[row * size + column] = drawn[row * 6 + column] ?? 0;
            symmetric[column * size + row] = drawn[row * 6 + column] ?? 0;
          }
        }
        const { values, vectors } = decomposeSymmetric(symmetric, size);
        for (let row = 0; row < size; row++) {
          for (let column = 0; column < size; column++) {
            let [rebuilt, product] = [0, 0];
            for (let at = 0; at < size; at++) {
              const [left, right] = [
                vectors[row * size + at] ?? 0,
                vectors[column * size + at] ?? 0,
              ];
              rebuilt += left * right * (values[at] ?? 0);
              product += left * right;
            }
            expect(rebuilt).toBeCloseTo(symmetric[row * size + column] ?? 0, 9);
            expect(product).toBeCloseTo(row === column ? 1 : 0, 9);
          }
        }
      }),
    );
  });

  it('finds the same of a matrix and of its transposed side', () => {
    const wide = decomposeFeatures(E).squares;
    const tall = decomposeFeatures({
      size: 4,
      values: Array.from(
        { length: 20 },
        (_, at) => E.values[(at % 4) * 5 + Math.floor(at / 4)] ?? 0,
      ),
    }).squares;
    wide.forEach((value, at) => expect(value).toBeCloseTo(tall[at] ?? NaN, 9));
  });
});
