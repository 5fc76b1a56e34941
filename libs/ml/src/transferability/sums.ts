/** Sum of what a function gives for each value and its place. */
export function sumOver(values: Float64Array, map: (value: number, at: number) => number): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += map(values[at] ?? 0, at);
  return total;
}

/** Sum of all values. */
export function sum(values: Float64Array): number {
  return sumOver(values, (value) => value);
}
