import type { PictureClass } from '../data/zip-pictures';

/** What is still missing before classes of pictures can be used, in words; null when nothing is. */
export function judgeClasses(name: string, classes: readonly PictureClass[]): string | null {
  const used = classes.filter(({ label, files }) => label.trim() !== '' || files.length > 0);
  const labels = used.map(({ label }) => label.trim().toLowerCase());
  if (used.length < 2) return 'Two classes at least: what is to be told apart?';
  if (labels.includes('')) return 'Give each class a name.';
  if (new Set(labels).size < labels.length) return 'Two classes have the same name.';
  const empty = used.find(({ files }) => files.length === 0);
  if (empty !== undefined) return `Add pictures of ${empty.label.trim()}.`;
  return name.trim() === '' ? 'Give the data set a name.' : null;
}
