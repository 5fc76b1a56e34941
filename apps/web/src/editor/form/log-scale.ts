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

/** A number as a person types it: "1e-3", "0.001", "1,000"; null when it is none. */
export function parseTyped(text: string): number | null {
  const plain = text.trim().replaceAll(',', '');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
