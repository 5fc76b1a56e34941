import type { Json } from '@graft/graph';
import * as words from '#words/runs';

export interface Score {
  readonly accuracy: number;
  /** 95 % interval, where the report has one. */
  readonly interval: readonly [number, number] | null;
}

/** The accuracy in the summary of a report; null when it holds none. */
export function readAccuracy(facts: Readonly<Record<string, Json>>): Score | null {
  const { accuracy, low, high } = facts;
  if (typeof accuracy !== 'number') return null;
  const known = typeof low === 'number' && typeof high === 'number';
  return { accuracy, interval: known ? [low, high] : null };
}

/** "about 8 of 10 right, likely 7 to 9": what an accuracy means without percent. */
export function sayAccuracy({ accuracy, interval }: Score): string {
  const ofTen = (share: number) => Math.round(share * 10);
  const about = words.aboutOf10Right(ofTen(accuracy));
  if (interval === null) return about;
  const [low, high] = [ofTen(interval[0]), ofTen(interval[1])];
  return low === high ? about : words.likelyBetween(about, low, high);
}
