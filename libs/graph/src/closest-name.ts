const LONGEST = 128;

/**
 * The known name that a mistyped one most likely meant: the smallest edit distance (Levenshtein),
 * at most two fifths of its length; undefined when none is near.
 */
export function findClosestName(mistyped: string, known: Iterable<string>): string | undefined {
  if (mistyped.length > LONGEST) return undefined;
  const lowered = mistyped.toLowerCase();
  let closest: string | undefined;
  let smallest = Math.floor(mistyped.length * 0.4) + 1;
  for (const name of known) {
    const distance = name.length > LONGEST ? Infinity : measure(lowered, name.toLowerCase());
    if (distance < smallest) [closest, smallest] = [name, distance];
  }
  return closest;
}

function measure(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const inserted = (current[column - 1] ?? 0) + 1;
      const removed = (above[column] ?? 0) + 1;
      current.push(Math.min(changed, inserted, removed));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
