import { UserError } from '@graft/errors';
import type { Entry } from 'yauzl';
import { ARCHIVE_LIMITS } from './check-entry';

const LOCAL_HEADER = 30;

/**
 * Entries that share bytes are how small archives become huge ones (Fifield, "A better zip bomb").
 * @throws UserError 422 `archive.overlap`
 */
export function checkOverlap(entries: readonly Entry[]): void {
  const ranges = entries
    .map((entry) => ({
      start: entry.relativeOffsetOfLocalHeader,
      end:
        entry.relativeOffsetOfLocalHeader +
        LOCAL_HEADER +
        entry.fileNameRaw.length +
        entry.compressedSize,
    }))
    .sort((a, b) => a.start - b.start);
  let end = 0;
  for (const range of ranges) {
    if (range.start < end) {
      throw new UserError({
        code: 'archive.overlap',
        message: 'Entries of the archive share the same bytes: make the archive anew.',
      });
    }
    end = range.end;
  }
}

/**
 * Many small entries, each too small to be looked at, may grow as much together as a large one.
 * @returns what all take at most once they are unpacked, in bytes
 * @throws UserError 422 `archive.too_large`
 */
export function checkGrowth(entries: readonly Entry[]): number {
  const sum = (pick: (entry: Entry) => number) =>
    entries.reduce((total, entry) => total + pick(entry), 0);
  const [bytes, packed] = [
    sum((each) => each.uncompressedSize),
    sum((each) => each.compressedSize),
  ];
  const { ratio, ratioOfAllFrom } = ARCHIVE_LIMITS;
  if (bytes <= ratioOfAllFrom || bytes <= packed * ratio) return bytes;
  throw new UserError({
    code: 'archive.too_large',
    message: `The archive grows more than ${ratio} times when it is unpacked: make it anew from a plain folder.`,
    details: { bytes, packed },
  });
}
