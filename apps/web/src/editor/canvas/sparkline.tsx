import type { HistoryRow } from '@graft/plan';
import { memo } from 'react';
import * as words from '#words/card-results';
import { formatDecimal } from '../../frame/format';

const WIDTH = 216;
const HEIGHT = 44;

interface Point {
  x: number;
  y: number;
}

/** Loss over epochs on a card: training solid, validation dashed, the last value in words. */
export const Sparkline = memo(function Sparkline({ rows }: { rows: readonly HistoryRow[] }) {
  const values = rows.flatMap((row) => [row.loss, row.validationLoss]).filter(isNumber);
  const top = Math.max(...values);
  const bottom = Math.min(...values, top - 1e-9);
  const place = (index: number, value: number): Point => ({
    x: (index / Math.max(1, rows.length - 1)) * WIDTH,
    y: 2 + (1 - (value - bottom) / (top - bottom)) * (HEIGHT - 4),
  });
  const line = (key: 'loss' | 'validationLoss') =>
    rows.flatMap((row, index) => (isNumber(row[key]) ? [place(index, row[key])] : []));
  const last = rows.at(-1);
  const told = last?.validationLoss ?? last?.loss ?? null;
  return (
    <div className="card__preview card__curve">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={
          told === null
            ? words.lossOverEpochs(rows.length)
            : words.lossOverEpochsNow(rows.length, formatDecimal(told, 3))
        }
      >
        <path d={draw(line('loss'))} className="sparkline" />
        <path d={draw(line('validationLoss'))} className="sparkline sparkline--validation" />
      </svg>
    </div>
  );
});

function draw(points: readonly Point[]): string {
  return points
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
