import { copyFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';

const LARGEST = 20_000_000;

/** Moves a log that grew too large aside, leaving an empty one: children hold it open and append. */
export function trimLog(path) {
  if (!existsSync(path) || statSync(path).size < LARGEST) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** The end of a log on one line, for a person who wants to know why something does not start. */
export function lastLines(path, count = 2) {
  if (!existsSync(path)) return 'it printed nothing';
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(-20);
  const telling = lines.filter((line) => /fatal|panic|error/i.test(line));
  const chosen = (telling.length > 0 ? telling : lines).slice(-count);
  return chosen.join(' | ').slice(-500) || 'it printed nothing';
}
