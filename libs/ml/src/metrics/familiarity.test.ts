import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-node-gpu';
import {
  findNeighbours,
  multiplyRows,
  nearestDistances,
  normaliseRows,
  quantile,
  type FeatureRows,
} from './familiarity';

describe('familiarity', () => {
  const rows = (...values: number[]) => ({ values: Float32Array.from(values), size: 2 });
  const references = normaliseRows(rows(3, 0, 0, 5));
  const distances = (inputs: FeatureRows) =>
    nearestDistances(inputs, multiplyRows(tf, inputs, references));

  it('is the angle to the nearest reference, whatever the length', () => {
    const found = distances(rows(7, 0, 1, 1, -1, 0));
    expect(found.map((each) => Number(each.toFixed(6)))).toEqual([0, 0.292893, 1]);
  });

  it('keeps rows of zeros finite', () => {
    expect(distances(rows(0, 0))).toEqual([1]);
    expect([...normaliseRows(rows(0, 0))]).toEqual([0, 0]);
  });

  it('names the nearest references, nearest first and the earlier of two that are equal', () => {
    //  0: east   1: north   2: north-east   3: north again
    const around = normaliseRows(rows(2, 0, 0, 1, 1, 1, 0, 9));
    const find = (inputs: FeatureRows, count: number) =>
      findNeighbours(inputs, multiplyRows(tf, inputs, around), count);
    const [near = [], far = []] = find(rows(1, 5, -1, 0), 3);
    expect(near.map(({ row }) => row)).toEqual([1, 3, 2]);
    expect(near.map(({ cosine }) => Number(cosine.toFixed(6)))).toEqual([
      0.980581, 0.980581, 0.83205,
    ]);
    expect(far.map(({ row }) => row)).toEqual([1, 3, 2]);
    expect(find(rows(1, 5), 9)[0]).toHaveLength(4);
  });

  // Expected value: numpy.quantile([1, 2, 4, 8], 0.99).
  it('takes quantiles as NumPy does', () => {
    expect(quantile([8, 1, 4, 2], 0.99)).toBeCloseTo(7.88, 12);
    expect(quantile([3], 0.5)).toBe(3);
  });
});
