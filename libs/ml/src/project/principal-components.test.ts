import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findPrincipalComponents } from './principal-components';

interface Reference {
  examples: number;
  size: number;
  points: number[][];
  shares: number[];
}

/** Made by principal-components-reference.py. */
const REFERENCE = JSON.parse(
  readFileSync(new URL('../fixtures/principal-components-reference.json', import.meta.url), 'utf8'),
) as Reference[];

function features(examples: number, size: number): number[] {
  return Array.from({ length: examples * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return 3 + Math.sin(1.3 * row + 0.7 * column) + 0.5 * Math.cos(0.4 * row * column + column);
  });
}

describe('principal components', () => {
  it.each(REFERENCE)(
    'of $examples examples with $size features are those of scikit-learn',
    ({ examples, size, points, shares }) => {
      const found = findPrincipalComponents({ values: features(examples, size), size }, 2);
      found.shares.forEach((share, axis) => expect(share).toBeCloseTo(shares[axis] ?? NaN, 8));
      expect(found.points).toHaveLength(examples);
      found.points.forEach((point, example) =>
        point.forEach((value, axis) =>
          expect(value).toBeCloseTo(points[example]?.[axis] ?? NaN, 6),
        ),
      );
    },
  );

  it('are nothing where all examples are the same', () => {
    const found = findPrincipalComponents({ values: [1, 2, 1, 2, 1, 2], size: 2 }, 2);
    expect(found).toEqual({
      ...{ shares: [0, 0] },
      points: Array.from({ length: 3 }, () => [0, 0]),
    });
  });

  it('leave the second direction empty where examples differ along one line', () => {
    const { points, shares } = findPrincipalComponents({ values: [0, 0, 3, 4, 6, 8], size: 2 }, 2);
    expect(shares[0]).toBeCloseTo(1, 10);
    expect(points.map(([x = 0]) => Math.round(x))).toEqual([-5, 0, 5]);
    for (const [, y] of points) expect(y).toBeCloseTo(0, 6);
  });
});
