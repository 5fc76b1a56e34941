import { describe, expect, it } from '@jest/globals';
import { createRandom } from '@graft/graph';
import { chooseSetting, expectedMaximum, type SettingMeasure } from './choose-setting';

function measure(rows: readonly (readonly number[])[]): SettingMeasure[] {
  return rows.flatMap((repeats, setting) =>
    repeats.map((accuracy, repeat) => ({ setting, repeat, accuracy, loss: 1 - accuracy })),
  );
}

describe('the expected maximum of standard normal values', () => {
  // Harter, Biometrika 48 (1961), table 1.
  it.each([
    [2, 0.56419],
    [3, 0.84628],
    [5, 1.16296],
    [10, 1.53875],
    [32, 2.06967],
  ])('of %i is %f', (count, value) => {
    expect(expectedMaximum(count)).toBeCloseTo(value, 4);
  });

  it('of one is none', () => {
    expect(expectedMaximum(1)).toBe(0);
  });
});

describe('choosing between settings', () => {
  it('takes the highest mean over repeats, not the highest single result', () => {
    const { best, results } = chooseSetting(
      measure([
        [0.7, 0.9],
        [0.85, 0.85],
        [0.5, 0.95],
      ]),
      100,
    );
    expect(best).toBe(1);
    expect(results.map(({ accuracy }) => accuracy)).toEqual([0.8, 0.85, 0.725]);
  });

  it('goes by the loss where accuracies are equal', () => {
    const tied = [0.4, 0.3, 0.5].map((loss, setting) => ({
      setting,
      repeat: 0,
      accuracy: 0.9,
      loss,
    }));
    expect(chooseSetting(tied, 100).best).toBe(1);
  });

  it('takes what all settings of a repeat share for no difference between them', () => {
    // The second split is harder for everyone by the same amount.
    const { noise, optimism, noiseFrom } = chooseSetting(
      measure([
        [0.9, 0.7],
        [0.8, 0.6],
      ]),
      100,
    );
    expect(noiseFrom).toBe('repeats');
    expect(noise).toBeCloseTo(0, 12);
    expect(optimism).toBeCloseTo(0, 12);
  });

  it('falls back on the examples without repeats, with an interval by Wilson', () => {
    const { noise, noiseFrom, results } = chooseSetting(measure([[0.9], [0.8]]), 10);
    expect(noiseFrom).toBe('examples');
    expect(noise).toBeCloseTo(Math.sqrt(((10 / 12) * (2 / 12)) / 10), 10);
    // statsmodels.stats.proportion.proportion_confint(9, 10, method="wilson")
    expect(results[0]?.interval.low).toBeCloseTo(0.5958, 4);
    expect(results[0]?.interval.high).toBeCloseTo(0.9821, 4);
  });

  it('predicts how much too good the best of equally good settings looks', () => {
    const random = createRandom(7);
    const [settings, repeats, truth, deviation] = [8, 4, 0.7, 0.03];
    const [leads, told]: [number[], number[]] = [[], []];
    for (let trial = 0; trial < 400; trial++) {
      const rows = Array.from({ length: settings }, () =>
        Array.from({ length: repeats }, () => truth + deviation * random.nextGaussian()),
      );
      const { results, best, optimism } = chooseSetting(measure(rows), 100);
      leads.push((results[best]?.accuracy ?? 0) - truth);
      told.push(optimism);
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / 400;
    expect(mean(leads)).toBeGreaterThan(0.015);
    expect(mean(told) / mean(leads)).toBeGreaterThan(0.9);
    expect(mean(told) / mean(leads)).toBeLessThan(1.1);
  });
});
