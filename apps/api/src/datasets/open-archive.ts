import { UserError } from '@graft/errors';
import * as yauzl from 'yauzl';
import { ARCHIVE_LIMITS, checkEntry, foldName } from './check-entry';

export interface ArchiveFile {
  readonly name: string;
  /** All bytes of the entry, at most the declared size. @throws UserError `archive.corrupt` */
  read(): Promise<Buffer>;
}

export interface Archive {
  /** Files (no folders) in order of their names. */
  readonly files: readonly ArchiveFile[];
  close(): void;
}

/**
 * Opens a zip on disk. Every entry is checked before the first one is unpacked; nothing is ever
 * written under a name from the archive.
 * @throws UserError 422 `archive.*`
 */
export async function openArchive(
  path: string,
  limits: { entryBytes: number } = ARCHIVE_LIMITS,
): Promise<Archive> {
  const zip = await open(path);
  try {
    const entries = await listEntries(zip, limits.entryBytes);
    checkOverlap(entries.map(({ entry }) => entry));
    const files = entries
      .filter(({ name }) => !name.endsWith('/'))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, entry }) => ({ name, read: () => readEntry(zip, entry, name) }));
    return { files, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function open(path: string): Promise<yauzl.ZipFile> {
  try {
    // Names are decoded and checked here, where a refusal can name the entry.
    return await yauzl.openPromise(path, { decodeStrings: false, autoClose: false });
  } catch (error) {
    throw corrupt(error, 'The file is not a zip archive, or it is cut off');
  }
}

interface NamedEntry {
  name: string;
  entry: yauzl.Entry;
}

async function listEntries(zip: yauzl.ZipFile, entryBytes: number): Promise<NamedEntry[]> {
  if (zip.entryCount > ARCHIVE_LIMITS.entries) throw tooManyEntries();
  const entries: NamedEntry[] = [];
  const seen = new Set<string>();
  let total = 0;
  for await (const entry of readDirectory(zip)) {
    const index = entries.length;
    const name = decodeName(entry);
    checkEntry(entry, name, index, entryBytes);
    total += entry.uncompressedSize;
    if (total > ARCHIVE_LIMITS.totalBytes) throw tooLarge();
    if (index >= ARCHIVE_LIMITS.entries) throw tooManyEntries();
    if (seen.has(foldName(name))) throw duplicate(name, index);
    seen.add(foldName(name));
    entries.push({ name, entry });
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

const LOCAL_HEADER = 30;

/** Entries that share bytes are how small archives become huge ones (Fifield, "A better zip bomb"). */
function checkOverlap(entries: readonly yauzl.Entry[]): void {
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

async function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, name: string): Promise<Buffer> {
  try {
    const stream = await zip.openReadStreamPromise(entry);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > entry.uncompressedSize) throw new Error('more bytes than declared');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
  } catch (error) {
    throw corrupt(error, `${name} is broken in the archive`);
  }
}

function corrupt(cause: unknown, what: string): UserError {
  return new UserError({
    code: 'archive.corrupt',
    message: `${what}: make the archive anew and send it again.`,
    cause,
  });
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

function tooLarge(): UserError {
  return new UserError({
    code: 'archive.too_large',
    message: `The archive holds more than ${ARCHIVE_LIMITS.totalBytes / 1024 ** 3} GB: split it.`,
  });
}
