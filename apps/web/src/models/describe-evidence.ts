import type { Evidence } from '@graft/contracts';
import * as words from '#words/models';

const PLACES = [
  [words.topLeft, words.topCentre, words.topRight],
  [words.middleLeft, words.middle, words.middleRight],
  [words.bottomLeft, words.bottomCentre, words.bottomRight],
] as const;

/** Where the strongest place of a grid lies, in words, for those who do not see it. */
export function describeEvidence({ label, height, width, values }: Evidence): string {
  const most = Math.max(...values);
  if (!(most > 0)) return words.nothingInThePictureSpokeFor(label);
  const at = values.indexOf(most);
  const row = Math.floor((Math.floor(at / width) * 3 + 1.5) / height);
  const column = Math.floor(((at % width) * 3 + 1.5) / width);
  const place = PLACES[row]?.[column] ?? words.bottomRight;
  const wide = values.filter((value) => value >= most / 2).length / values.length;
  const share = Math.max(1, Math.round(wide * 100));
  return words.whatSpokeForLiesAtThe(label, place, share);
}
