/** "Recognise objects", "Recognise objects 2", ... */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const stem = wanted.slice(0, 90);
  if (!taken.has(stem)) return stem;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${stem} ${number}`)) return `${stem} ${number}`;
  }
}
