import { open } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  data?: Uint8Array;
  deflate?: boolean;
  /** Unix mode, as in 0o120777 for a symbolic link. */
  mode?: number;
  encrypted?: boolean;
  /** What the directory says instead of the truth. */
  declaredSize?: number;
  /** CRC-32 that is said instead of the true one. */
  declaredChecksum?: number;
  /** Makes the directory point at this place. */
  offset?: number;
}

/** Writes a zip byte by byte, so that tests can have the ones that no honest program writes. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? []);
    const stored = entry.deflate ? deflateRawSync(data) : data;
    const name = Buffer.from(entry.name);
    const common = header(entry, {
      ...{ checksum: entry.declaredChecksum ?? crc32(data), packed: stored.length },
      size: entry.declaredSize ?? data.length,
    });
    const local = Buffer.concat([word(0x04034b50), common, name, stored]);
    directory.push(describe(entry, common, entry.offset ?? at));
    locals.push(local);
    at += local.length;
  }
  return Buffer.concat([...locals, close(directory, at)]);
}

/** Writes a zip of one file of so many zeros, stored as they are, which takes no room on most disks. */
export async function writeHollowZip(path: string, name: string, bytes: number): Promise<void> {
  const zeros = Buffer.alloc(Math.min(bytes, 1024 ** 2));
  let checksum = 0;
  for (let left = bytes; left > 0; left -= zeros.length) {
    checksum = crc32(left < zeros.length ? zeros.subarray(0, left) : zeros, checksum);
  }
  const common = header({ name }, { checksum, packed: bytes, size: bytes });
  const local = Buffer.concat([word(0x04034b50), common, Buffer.from(name)]);
  const at = local.length + bytes;
  const end = close([describe({ name }, common, 0)], at);
  const file = await open(path, 'w');
  try {
    await file.write(local, 0, local.length, 0);
    await file.write(end, 0, end.length, at);
  } finally {
    await file.close();
  }
}

function header(
  { name, encrypted, deflate }: ZipEntry,
  { checksum, packed, size }: { checksum: number; packed: number; size: number },
): Buffer {
  return Buffer.concat([
    ...[half(20), half(encrypted ? 0x801 : 0x800), half(deflate ? 8 : 0)],
    ...[half(0), half(0x21), word(checksum), word(packed)],
    ...[word(size), half(Buffer.byteLength(name)), half(0)],
  ]);
}

/** An entry of the directory, whose local header lies at `offset`. */
function describe({ name, mode = 0o100644 }: ZipEntry, common: Buffer, offset: number): Buffer {
  return Buffer.concat([
    ...[word(0x02014b50), half(0x0314), common, half(0), half(0), half(0)],
    ...[word(mode * 65536), word(offset), Buffer.from(name)],
  ]);
}

/** The directory, which begins at `at`, and the end of the archive. */
function close(directory: readonly Buffer[], at: number): Buffer {
  const central = Buffer.concat(directory);
  const count = half(directory.length);
  return Buffer.concat([
    ...[central, word(0x06054b50), half(0), half(0), count, count],
    ...[word(central.length), word(at), half(0)],
  ]);
}

function half(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function word(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer;
}
