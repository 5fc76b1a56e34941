import { describe, expect, it } from '@jest/globals';
import { chooseScale, listSettingPoints } from './settings-format';

function results(...values: (number | string | boolean | number[])[]) {
  return {
    results: values.map((value) => {
      return { value, runs: 1, accuracy: 0.5, loss: 1, interval: { low: 0.4, high: 0.6 } };
    }),
  };
}

describe('the plot of tried settings', () => {
  it('goes from small to large, whatever the order of trying', () => {
    const points = listSettingPoints(results(10, 9, 100));
    expect(points.map(({ value }) => value)).toEqual([9, 10, 100]);
    expect(points[0]).toEqual({ value: 9, mean: 0.5, low: 0.4, high: 0.6 });
  });

  it('keeps the order of what is no number', () => {
    const points = listSettingPoints(results('sgd', 'adam', true, [64, 32]));
    expect(points.map(({ value }) => value)).toEqual(['sgd', 'adam', 'true', '[64,32]']);
  });

  it.each([
    [[1e-4, 1e-3, 1e-2], 'log'],
    [[16, 32, 64], 'linear'],
    [[0, 100], 'linear'],
    [['a', 'b'], 'category'],
  ] as const)('of %j has a %s axis', (values, scale) => {
    expect(chooseScale(listSettingPoints(results(...values)))).toBe(scale);
  });
});
