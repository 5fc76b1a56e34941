import { UserError } from '@graft/errors';
import * as yauzl from 'yauzl';
import { ArchiveEntry, corrupt } from './archive-entry';
import { ArchiveReader } from './archive-reader';
import { checkGrowth, checkOverlap } from './check-archive';
import { ARCHIVE_LIMITS, checkEntry, foldName } from './check-entry';

export interface ArchiveFile {
  readonly name: string;
  /** All bytes of the entry, as many as declared. @throws UserError `archive.corrupt` */
  read(): Promise<Buffer>;
  /** The same, piece by piece: for what is too large for the memory. */
  stream(): AsyncIterable<Buffer>;
}

export interface Archive {
  /** Files (no folders) in order of their names. */
  readonly files: readonly ArchiveFile[];
  /** What all of them take at most once they are unpacked. */
  readonly bytes: number;
  close(): void;
}

/** Of an entry, and of all together, in bytes. */
export interface ArchiveLimits {
  readonly entryBytes: number;
  readonly totalBytes: number;
}

/**
 * Opens a zip on disk. Every entry is checked before the first one is unpacked; nothing is ever
 * written under a name from the archive.
 * @throws UserError 422 `archive.*`
 */
export async function openArchive(
  path: string,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<Archive> {
  const reader = await ArchiveReader.open(path);
  const zip = await open(reader);
  try {
    const entries = await listEntries(zip, reader, limits);
    checkOverlap(entries);
    const bytes = checkGrowth(entries);
    const files = entries
      .filter(({ name }) => !name.endsWith('/'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { files, bytes, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function open(reader: ArchiveReader): Promise<yauzl.ZipFile> {
  try {
    // Names are decoded and checked here, where a refusal can name the entry.
    const options = { decodeStrings: false, autoClose: false };
    return await yauzl.fromRandomAccessReaderPromise(reader, reader.size, options);
  } catch (error) {
    await new Promise<unknown>((closed) => reader.close(closed));
    throw corrupt(error, 'The file is not a zip archive, or it is cut off');
  }
}

async function listEntries(
  zip: yauzl.ZipFile,
  reader: ArchiveReader,
  { entryBytes, totalBytes }: ArchiveLimits,
): Promise<ArchiveEntry[]> {
  if (zip.entryCount > ARCHIVE_LIMITS.entries) throw tooManyEntries();
  const entries: ArchiveEntry[] = [];
  const seen = new Set<string>();
  let total = 0;
  for await (const entry of readDirectory(zip)) {
    const index = entries.length;
    const name = decodeName(entry);
    checkEntry(entry, name, index, entryBytes);
    total += entry.uncompressedSize;
    if (total > totalBytes) throw tooLarge(totalBytes, index);
    if (index >= ARCHIVE_LIMITS.entries) throw tooManyEntries();
    if (seen.has(foldName(name))) throw duplicate(name, index);
    seen.add(foldName(name));
    entries.push(new ArchiveEntry(reader, name, entry));
  }
  return entries;
}

async function* readDirectory(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    throw error instanceof UserError
      ? error
      : corrupt(error, 'The directory of the archive is broken');
  }
}

function decodeName(entry: yauzl.Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  try {
    return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  } catch (error) {
    throw corrupt(error, 'A name in the archive cannot be read');
  }
}

function duplicate(name: string, index: number): UserError {
  return new UserError({
    code: 'archive.unsafe_entry',
    message: `Entry ${index + 1} of the archive has the same name as another one: rename it.`,
    details: { entry: index + 1, name },
  });
}

function tooManyEntries(): UserError {
  return new UserError({
    code: 'archive.too_large',
    message: `The archive has more than ${ARCHIVE_LIMITS.entries} entries: split it.`,
  });
}

function tooLarge(totalBytes: number, index: number): UserError {
  return new UserError({
    code: 'archive.too_large',
    message: `With entry ${index + 1} the archive holds more than ${totalBytes / 1024 ** 3} GB: split it.`,
    details: { entry: index + 1 },
  });
}
