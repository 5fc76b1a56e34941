import { crc32 } from 'node:zlib';
import { UserError } from '@graft/errors';
import * as yauzl from 'yauzl';
import { checkGrowth, checkOverlap } from './check-archive';
import { ARCHIVE_LIMITS, checkEntry, foldName } from './check-entry';

export interface ArchiveFile {
  readonly name: string;
  /** All bytes of the entry, at most the declared size. @throws UserError `archive.corrupt` */
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
  const zip = await open(path);
  try {
    const entries = await listEntries(zip, limits);
    checkOverlap(entries.map(({ entry }) => entry));
    const bytes = checkGrowth(entries.map(({ entry }) => entry));
    const files = entries
      .filter(({ name }) => !name.endsWith('/'))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((each) => openFile(zip, each));
    return { files, bytes, close: () => zip.close() };
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

async function listEntries(
  zip: yauzl.ZipFile,
  { entryBytes, totalBytes }: ArchiveLimits,
): Promise<NamedEntry[]> {
  if (zip.entryCount > ARCHIVE_LIMITS.entries) throw tooManyEntries();
  const entries: NamedEntry[] = [];
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

function openFile(zip: yauzl.ZipFile, { name, entry }: NamedEntry): ArchiveFile {
  const stream = () => streamEntry(zip, entry, name);
  const read = async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream()) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  return { name, read, stream };
}

async function* streamEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  name: string,
): AsyncGenerator<Buffer> {
  let [size, sum] = [0, 0];
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > entry.uncompressedSize) throw new Error('more bytes than declared');
      sum = crc32(chunk, sum);
      yield chunk;
    }
    // The library does not look: a flipped bit in what is merely stored would be taken for a weight.
    if (sum !== entry.crc32) throw new Error('another checksum than declared');
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

function tooLarge(totalBytes: number, index: number): UserError {
  return new UserError({
    code: 'archive.too_large',
    message: `With entry ${index + 1} the archive holds more than ${totalBytes / 1024 ** 3} GB: split it.`,
    details: { entry: index + 1 },
  });
}
