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
    const common = header(entry, data, stored, name.length);
    const local = Buffer.concat([word(0x04034b50), common, name, stored]);
    directory.push(
      Buffer.concat([
        ...[word(0x02014b50), half(0x0314), common, half(0), half(0), half(0)],
        ...[word((entry.mode ?? 0o100644) * 65536), word(entry.offset ?? at), name],
      ]),
    );
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const count = half(entries.length);
  const end = [
    word(0x06054b50),
    half(0),
    half(0),
    count,
    count,
    word(central.length),
    word(at),
    half(0),
  ];
  return Buffer.concat([...locals, central, ...end]);
}

function header(entry: ZipEntry, data: Buffer, stored: Buffer, nameLength: number): Buffer {
  return Buffer.concat([
    ...[half(20), half(entry.encrypted ? 0x801 : 0x800), half(entry.deflate ? 8 : 0)],
    ...[half(0), half(0x21), word(checksum(data)), word(stored.length)],
    ...[word(entry.declaredSize ?? data.length), half(nameLength), half(0)],
  ]);
}

function checksum(data: Buffer): number {
  return typeof crc32 === 'function' ? crc32(data) : 0;
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
