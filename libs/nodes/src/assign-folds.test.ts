import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignFolds, holdOut } from './assign-folds';

const selectionOf = (labels: readonly number[], contents = labels.length) => ({
  classes: ['a', 'b', 'c'],
  examples: labels.map((label, at) => ({ sha256: `${at % contents}`, label, name: `${at}` })),
});
const anyLabels = fc.array(fc.nat(2), { minLength: 1, maxLength: 60 });
const countEach = (values: Iterable<number>, size: number) => {
  const counts = new Array<number>(size).fill(0);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

describe('folds', () => {
  it('hold every example once, in equal shares of every class', () => {
    fc.assert(
      fc.property(anyLabels, fc.integer({ min: 2, max: 6 }), (labels, folds) => {
        const assigned = assignFolds(selectionOf(labels), folds, 1);
        expect(assigned).toHaveLength(labels.length);
        const sizes = [countEach(assigned, folds)];
        for (const label of [0, 1, 2]) {
          sizes.push(
            countEach(
              [...assigned].filter((_, at) => labels[at] === label),
              folds,
            ),
          );
        }
        for (const each of sizes) expect(Math.max(...each) - Math.min(...each)).toBeLessThan(2);
      }),
    );
  });

  it('keep the same content together', () => {
    fc.assert(
      fc.property(anyLabels, fc.integer({ min: 1, max: 20 }), (labels, contents) => {
        const selection = selectionOf(labels, contents);
        const folds = new Map<string, number>();
        assignFolds(selection, 5, 3).forEach((fold, at) => {
          const { sha256 = '' } = selection.examples[at] ?? {};
          expect(folds.get(sha256) ?? fold).toBe(fold);
          folds.set(sha256, fold);
        });
      }),
    );
  });

  it('follow the seed', () => {
    const selection = selectionOf(new Array<number>(30).fill(0));
    expect(assignFolds(selection, 5, 1)).toEqual(assignFolds(selection, 5, 1));
    expect(assignFolds(selection, 5, 1)).not.toEqual(assignFolds(selection, 5, 2));
  });
});

describe('holding out', () => {
  it('loses no example and takes a share of each class', () => {
    const labels = Array.from({ length: 40 }, (_, at) => (at < 30 ? 0 : 1));
    const places = labels.map((_, at) => at);
    const { learn, choose } = holdOut(places, labels, 0.2, 1);
    expect([...learn, ...choose].sort((a, b) => a - b)).toEqual(places);
    expect(choose.filter((place) => labels[place] === 0)).toHaveLength(6);
    expect(choose.filter((place) => labels[place] === 1)).toHaveLength(2);
  });

  it('leaves a single example to learn from', () => {
    expect(holdOut([4], [0, 0, 0, 0, 1], 0.5, 1)).toEqual({ learn: [4], choose: [] });
    expect(holdOut([0, 1], [0, 0], 0, 1)).toEqual({ learn: [0, 1], choose: [] });
  });
});
