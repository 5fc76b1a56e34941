import { z } from 'zod';
import * as words from '#words/runs';
import { formatExact } from '../frame/format';

const intervalSchema = z.object({ low: z.number(), high: z.number() });

/** What a run's `choose-setting` step found (`graft.settings/1`). */
export const settingsSchema = z.object({
  format: z.literal('graft.settings/1'),
  field: z.string().nullable(),
  examples: z.int(),
  results: z.array(
    z.object({
      value: z.json(),
      runs: z.int(),
      accuracy: z.number(),
      loss: z.number(),
      interval: intervalSchema,
    }),
  ),
  best: z.int(),
  chosen: z.record(z.string(), z.json()),
  sentence: z.string(),
});

/** What a search of a learning rate found (`graft.learning-rates/1`). */
export const learningRatesSchema = z.object({
  format: z.literal('graft.learning-rates/1'),
  points: z.array(z.object({ learningRate: z.number(), loss: z.number(), smoothed: z.number() })),
  suggestion: z.number().nullable(),
  ended: z.enum(['complete', 'diverged']),
});

export type Settings = z.infer<typeof settingsSchema>;
export type LearningRates = z.infer<typeof learningRatesSchema>;

/** Of one setting, in the units of its axis. */
export interface SettingPoint {
  readonly [name: string]: number | string;
  readonly value: number | string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Numbers from small to large; anything else in the order it was given, by its text. */
export function listSettingPoints({ results }: Pick<Settings, 'results'>): SettingPoint[] {
  const points = results.map(({ value, accuracy, interval }) => ({
    value: typeof value === 'number' ? value : sayValue(value),
    mean: accuracy,
    ...{ low: interval.low, high: interval.high },
  }));
  const numeric = points.every(({ value }) => typeof value === 'number');
  return numeric ? points.sort((a, b) => Number(a.value) - Number(b.value)) : points;
}

export type AxisScale = 'linear' | 'log' | 'category';

/** Values that span more than one and a half powers of ten are drawn by equal factors. */
export function chooseScale(points: readonly Pick<SettingPoint, 'value'>[]): AxisScale {
  const values = points.map(({ value }) => value);
  if (!values.every((value) => typeof value === 'number')) return 'category';
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least > 0 && most / least > 30 ? 'log' : 'linear';
}

export function sayValue(value: unknown): string {
  if (value === null) return words.asDrawn;
  if (typeof value === 'number') return formatExact(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
