import type { Json } from '@graft/graph';

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const RANGE = new RegExp(
  String.raw`^\s*(${NUMBER})\s*\.\.\s*(${NUMBER})\s+in\s+(\d+)(\s+log)?\s*$`,
  'i',
);

/**
 * Values to try as a person writes them: a list (`16, 32, 64`) or a range (`0 .. 0.5 in 6`,
 * `1e-4 .. 1e-1 in 7 log`), both ends included; `log` spaces them by equal factors. What is no number
 * is a text, `true` or `false`. Null for a range that can't be: one step, or a factor from zero or less.
 */
export function readValues(text: string): Json[] | null {
  const [, from, to, count, log] = RANGE.exec(text) ?? [];
  if (from === undefined || to === undefined) {
    const items = text.split(',').map((item) => item.trim());
    return items.filter((item) => item !== '').map(readValue);
  }
  return spaceValues(Number(from), Number(to), Number(count), log !== undefined);
}

/**
 * So many values from `low` to `high`, both included: equally far apart, or each by the same factor from the last.
 * Null for what can't be: one step, or a factor from zero or less.
 */
export function spaceValues(
  low: number,
  high: number,
  steps: number,
  byFactor: boolean,
): number[] | null {
  if (steps < 2 || (byFactor && (low <= 0 || high <= 0))) return null;
  return Array.from({ length: steps }, (_, at) => {
    const share = at / (steps - 1);
    const value = byFactor ? low * (high / low) ** share : low + (high - low) * share;
    return Number(value.toPrecision(6));
  });
}

function readValue(item: string): Json {
  if (new RegExp(`^${NUMBER}$`, 'i').test(item)) return Number(item);
  return item === 'true' || item === 'false' ? item === 'true' : item;
}
