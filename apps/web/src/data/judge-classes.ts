import * as words from '#words/data';
import type { PictureClass } from './zip-pictures';

/** What is still missing before classes of pictures can be used, in words; null when nothing is. */
export function judgeClasses(name: string, classes: readonly PictureClass[]): string | null {
  const used = classes.filter(({ label, files }) => label.trim() !== '' || files.length > 0);
  const labels = used.map(({ label }) => label.trim().toLowerCase());
  if (used.length < 2) return words.twoClassesAtLeast;
  if (labels.includes('')) return words.giveEachClassAName;
  if (new Set(labels).size < labels.length) return words.twoClassesHaveTheSameName;
  const empty = used.find(({ files }) => files.length === 0);
  if (empty !== undefined) return words.addPicturesOf(empty.label.trim());
  return name.trim() === '' ? words.giveTheDataSetAName : null;
}
