/** A slider for values over many powers of ten: its position counts the powers. */
export function toPosition(value: number): number {
  return Math.log10(value);
}

/** Rounded to 1, 1.5, 2, 3, 5 or 7 times a power of ten, so that the slider stops at usual values. */
export function fromPosition(position: number): number {
  const power = Math.floor(position + 1e-9);
  const lead = 10 ** (position - power);
  const stops = [1, 1.5, 2, 3, 5, 7, 10];
  const nearest = stops.reduce((best, stop) =>
    Math.abs(Math.log10(stop / lead)) < Math.abs(Math.log10(best / lead)) ? stop : best,
  );
  return Number((nearest * 10 ** power).toPrecision(3));
}

/** A number as a person types it: "1e-3", "0.001", "1,000"; null when it is none. */
export function parseTyped(text: string): number | null {
  const plain = text.trim().replaceAll(',', '');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
