import { UserError } from '@graft/errors';
import type { Entry } from 'yauzl';

export const ARCHIVE_LIMITS = {
  entries: 100_000,
  /** Bytes of a name. */
  name: 255,
  entryBytes: 64 * 1024 ** 2,
  totalBytes: 16 * 1024 ** 3,
  /** Uncompressed to compressed, for entries above 1 MB, and for an archive above 64 MB as a whole. */
  ratio: 200,
  ratioFrom: 1024 ** 2,
  ratioOfAllFrom: 64 * 1024 ** 2,
} as const;

const FILE_TYPE_MASK = 0o170000;
const PLAIN_TYPES = new Set([0, 0o100000, 0o040000]);
const UNIX = 3;
const ENCRYPTED = 0x1;

/**
 * Refuses an archive for one entry that an honest program would not write. Names are never used as
 * paths here; the check is a second wall.
 * @throws UserError 422 `archive.unsafe_entry`, `archive.encrypted` or `archive.too_large`
 */
export function checkEntry(
  entry: Entry,
  name: string,
  index: number,
  entryBytes: number = ARCHIVE_LIMITS.entryBytes,
): void {
  const refuse = (code: string, what: string): never => {
    throw new UserError({
      code: `archive.${code}`,
      message: `Entry ${index + 1} of the archive ${what}: make the archive anew from a plain folder.`,
      details: { entry: index + 1, name: name.slice(0, ARCHIVE_LIMITS.name) },
    });
  };
  const fault = findNameFault(name);
  if (fault !== null) refuse('unsafe_entry', fault);
  if (!isPlainType(entry)) refuse('unsafe_entry', 'is a link or a device, not a file');
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) refuse('encrypted', 'is encrypted');
  if (Math.max(entry.uncompressedSize, entry.compressedSize) > entryBytes) {
    refuse('too_large', `is larger than ${entryBytes / 1024 ** 2} MB`);
  }
  if (
    entry.uncompressedSize > ARCHIVE_LIMITS.ratioFrom &&
    entry.uncompressedSize > entry.compressedSize * ARCHIVE_LIMITS.ratio
  ) {
    refuse('too_large', `grows more than ${ARCHIVE_LIMITS.ratio} times when it is unpacked`);
  }
}

function findNameFault(name: string): string | null {
  if (name === '') return 'has no name';
  if (Buffer.byteLength(name) > ARCHIVE_LIMITS.name) return 'has a name of more than 255 bytes';
  if (/\p{Cc}/u.test(name)) return 'has a control character in its name';
  if (name.includes('\\')) return 'has a backslash in its name';
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'has an absolute path as its name';
  const parts = name.replace(/\/$/, '').split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === '')) {
    return 'has a name that leads out of its folder';
  }
  return null;
}

function isPlainType(entry: Entry): boolean {
  const mode = entry.externalFileAttributes >>> 16;
  return entry.versionMadeBy >> 8 !== UNIX || PLAIN_TYPES.has(mode & FILE_TYPE_MASK);
}

/** Two names that a case-folding or normalising disk would take for one. */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
