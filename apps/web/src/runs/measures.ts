import type { RunView } from '@graft/contracts';
import * as words from '#words/runs';
import { formatDecimal, formatNumber, formatShare } from '../frame/format';

interface Measure {
  readonly word: string;
  /** Between 0 and 1, and read as percent. */
  readonly share: boolean;
}

const share = (word: string): Measure => ({ word, share: true });
const number = (word: string): Measure => ({ word, share: false });

/** What reports hold, what tells most first. */
const MEASURES: ReadonlyMap<string, Measure> = new Map([
  ['accuracy', share(words.accuracyMeasure)],
  ['low', share(words.accuracyLow)],
  ['high', share(words.accuracyHigh)],
  ['examples', number(words.examplesMeasure)],
  ['balancedAccuracy', share(words.balancedAccuracy)],
  ['macroF1', number(words.f1MeanOverClasses)],
  ['topKAccuracy', share(words.topKAccuracy)],
  ['topK', number(words.kOfTopKAccuracy)],
  ['calibrationError', share(words.calibrationError)],
  ['seenKinds', number(words.examplesWithANearDuplicateAmong)],
  ['seenAccuracy', share(words.accuracyOnThese)],
  ['unseenAccuracy', share(words.accuracyOnExamplesWithout)],
]);

/** One number that runs reported at a node; null for runs that did not. */
export interface MeasureRow {
  readonly node: string;
  readonly key: string;
  readonly values: readonly (number | null)[];
}

/** Every number that any of the runs reported, node by node. */
export function listMeasures(runs: readonly Pick<RunView, 'reports'>[]): MeasureRow[] {
  const nodes = [...new Set(runs.flatMap(({ reports }) => Object.keys(reports)))];
  return nodes.flatMap((node) => {
    const reported = runs.map(({ reports }) => reports[node] ?? {});
    const keys = [...new Set(reported.flatMap((facts) => Object.keys(facts)))];
    const rows = sortKeys(keys).map((key): MeasureRow => {
      const read = (value: unknown) => (typeof value === 'number' ? value : null);
      return { node, key, values: reported.map((facts) => read(facts[key])) };
    });
    return rows.filter(({ values }) => values.some((value) => value !== null));
  });
}

/** What a measure is called. */
export function sayMeasure(key: string): string {
  return MEASURES.get(key)?.word ?? key;
}

/** "76.7 %", "103"; nothing where there is no value. */
export function formatMeasure(key: string, value: number | null): string {
  if (value === null) return '';
  return MEASURES.get(key)?.share === true ? formatShare(value) : formatNumber(value);
}

/** "+1.0 points": by how much the second of two values is more. */
export function formatGain(key: string, [before, after]: MeasureRow['values']): string {
  if (before == null || after == null) return '';
  const gain = after - before;
  const sign = gain > 0 ? '+' : gain < 0 ? '−' : '';
  const size = Math.abs(gain);
  if (MEASURES.get(key)?.share !== true) {
    return `${sign}${formatNumber(roundLike(size, [before, after]))}`;
  }
  return words.pointsMore(`${sign}${formatDecimal(size * 100, 1)}`);
}

/** A difference with no more decimals than the four digits that its values are shown with. */
function roundLike(size: number, values: readonly number[]): number {
  const most = Math.max(...values.map(Math.abs));
  if (most === 0) return 0;
  return Number(size.toFixed(Math.min(20, Math.max(0, 3 - Math.floor(Math.log10(most))))));
}

function sortKeys(keys: readonly string[]): string[] {
  const order = [...MEASURES.keys()];
  const place = (key: string) => (MEASURES.has(key) ? order.indexOf(key) : order.length);
  return [...keys].sort((a, b) => place(a) - place(b));
}
