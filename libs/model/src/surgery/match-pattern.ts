/**
 * True when the whole name matches a pattern in which `*` stands for any characters and `?` for one.
 * Takes time proportional to name x pattern at most, whatever a person types.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  let [at, inPattern] = [0, 0];
  let [star, resumeAt] = [-1, 0];
  while (at < name.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      [star, resumeAt] = [inPattern, at];
      inPattern += 1;
    } else if (wanted === '?' || wanted === name[at]) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      // The last star takes one character more, and the rest of the pattern is tried again.
      resumeAt += 1;
      at = resumeAt;
      inPattern = star + 1;
    } else return false;
  }
  return [...pattern.slice(inPattern)].every((each) => each === '*');
}
