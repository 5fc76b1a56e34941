import { UserError } from '@graft/errors';
import { ARCHIVE_LIMITS } from './check-entry';

/** What is asked of an entry here, all in bytes. */
interface EntrySize {
  /** From the beginning of the archive. */
  readonly start: number;
  readonly end: number;
  readonly bytes: number;
  readonly packedBytes: number;
}

/**
 * Entries that share bytes are how small archives become huge ones (Fifield, "A better zip bomb").
 * @throws UserError 422 `archive.overlap`
 */
export function checkOverlap(entries: readonly EntrySize[]): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start)) {
    if (entry.start < end) {
      throw new UserError({
        code: 'archive.overlap',
        message: 'Entries of the archive share the same bytes: make the archive anew.',
      });
    }
    end = entry.end;
  }
}

/**
 * Many small entries, each too small to be looked at, may grow as much together as a large one.
 * @returns what all take at most once they are unpacked, in bytes
 * @throws UserError 422 `archive.too_large`
 */
export function checkGrowth(entries: readonly EntrySize[]): number {
  const sum = (pick: (entry: EntrySize) => number) =>
    entries.reduce((total, entry) => total + pick(entry), 0);
  const [bytes, packed] = [sum((each) => each.bytes), sum((each) => each.packedBytes)];
  const { ratio, ratioOfAllFrom } = ARCHIVE_LIMITS;
  if (bytes <= ratioOfAllFrom || bytes <= packed * ratio) return bytes;
  throw new UserError({
    code: 'archive.too_large',
    message: `The archive grows more than ${ratio} times when it is unpacked: make it anew from a plain folder.`,
    details: { bytes, packed },
  });
}
