import * as words from '#words/data';
import { formatBytes } from '../frame/format';

/** True for a file that came with its folder. */
export function inFolder(file: File): boolean {
  return pathOf(file).includes('/');
}

/** With its folders, where the browser tells. */
function pathOf(file: File): string {
  const { path } = file as File & { path?: string };
  return (file.webkitRelativePath || path || file.name).replace(/^\.?\//, '');
}

/** A name for the data set, of what was chosen. */
export function suggestName(files: readonly File[]): string {
  const [first] = files;
  if (first === undefined) return '';
  const path = pathOf(first);
  return path.includes('/')
    ? (path.split('/')[0] ?? '')
    : first.name.replace(/\.(zip|csv|tsv|jsonl)$/i, '');
}

/** What was chosen, in words. */
export function describeFiles(files: readonly File[]): string {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const [first] = files;
  const what = files.length === 1 && first ? first.name : words.files(files.length);
  return `${what}, ${formatBytes(bytes)}`;
}
