import { MARKS, type NumberMarks } from '../../words/numbers';

/** A slider for values over many powers of ten: its position counts the powers. */
export function toPosition(value: number): number {
  return Math.log10(value);
}

const STOPS = [1, 1.5, 2, 3, 5, 7];

/** Rounded to 1, 1.5, 2, 3, 5 or 7 times a power of ten, so that the slider stops at usual values. */
export function fromPosition(position: number): number {
  const power = Math.floor(position + 1e-9);
  const lead = 10 ** (position - power);
  const nearest = [...STOPS, 10].reduce((best, stop) =>
    Math.abs(Math.log10(stop / lead)) < Math.abs(Math.log10(best / lead)) ? stop : best,
  );
  return Number((nearest * 10 ** power).toPrecision(3));
}

/** The usual value next to a value, above it or below, within the limits. */
export function nextStop(
  value: number,
  way: 'up' | 'down',
  { min, max }: { readonly min: number; readonly max: number },
): number {
  if (value <= 0) return way === 'up' ? min : value;
  const power = Math.floor(toPosition(value));
  const stops = [power - 1, power, power + 1].flatMap((each) =>
    STOPS.map((stop) => Number((stop * 10 ** each).toPrecision(3))),
  );
  const next =
    way === 'up'
      ? stops.find((stop) => stop > value * (1 + 1e-9))
      : stops.findLast((stop) => stop < value * (1 - 1e-9));
  return Math.min(max, Math.max(min, next ?? value));
}

const GROUPED = /^-?[1-9]\d{0,2}(?:\D\d{3})+(?!\d)/;

/**
 * A number as a person types it: "1e-3", "0.001", "1,000"; null when it is none. A mark that can't stand between
 * thousands is that of decimals, whichever it is: nobody means 1 by "0,001".
 */
export function parseTyped(text: string, { decimal, group }: NumberMarks = MARKS): number | null {
  const typed = text.trim();
  const grouped = GROUPED.exec(typed)?.[0].includes(group) === true;
  const plain = (grouped ? typed.replaceAll(group, '') : typed)
    .replace(decimal, '.')
    .replace(',', '.');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
