import { UserError } from '@graft/errors';

const MOST_BYTES = 0xffff_ffff;
const MOST_PLAIN_ENTRIES = 0xffff;
const MODE_FILE = 0o100644 * 65536;
/** Names are UTF-8. */
const UTF8 = 0x800;

/** A file that goes into a zip. */
export interface ZipFile {
  /** With `/`; where it lies in the zip. */
  readonly name: string;
  readonly data: Uint8Array;
}

/**
 * Files as a zip, one by one, uncompressed: pictures are compressed already. Any number of them.
 * @throws UserError `archive.too_large` when it would be larger than 4 GB
 */
export async function* streamZip(
  files: AsyncIterable<ZipFile> | Iterable<ZipFile>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const directory: Buffer[] = [];
  let at = 0;
  for await (const { name, data } of files) {
    const header = describeEntry(name, data);
    const local = Buffer.concat([word(0x04034b50), header, Buffer.from(name)]);
    directory.push(
      Buffer.concat([
        ...[word(0x02014b50), half(0x0314), header, half(0), half(0), half(0)],
        ...[word(MODE_FILE), word(at), Buffer.from(name)],
      ]),
    );
    at += local.length + data.length;
    if (at > MOST_BYTES) {
      throw new UserError({
        code: 'archive.too_large',
        message:
          'The files are larger than 4 GB together, which is more than a zip here holds: take them in parts.',
      });
    }
    yield own(local);
    yield own(data);
  }
  yield own(Buffer.concat([...directory, ...describeEnd(directory, at)]));
}

function describeEntry(name: string, data: Uint8Array): Buffer {
  return Buffer.concat([
    ...[half(20), half(UTF8), half(0), half(0), half(0x21), word(checksum(data))],
    ...[word(data.length), word(data.length), half(Buffer.byteLength(name)), half(0)],
  ]);
}

function describeEnd(directory: readonly Buffer[], at: number): Buffer[] {
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const plain = directory.length < MOST_PLAIN_ENTRIES;
  const count = half(plain ? directory.length : MOST_PLAIN_ENTRIES);
  const end = [word(0x06054b50), half(0), half(0), count, count, word(size), word(at), half(0)];
  return plain ? end : [...describeZip64End(directory.length, size, at), ...end];
}

/** Zip64, for more than 65,534 entries (APPNOTE 4.3.14 and 4.3.15). */
function describeZip64End(count: number, size: number, at: number): Buffer[] {
  const record = [word(0x06064b50), long(44), half(45), half(45), word(0), word(0)];
  const totals = [long(count), long(count), long(size), long(at)];
  return [...record, ...totals, word(0x07064b50), word(0), long(at + size), word(1)];
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

function long(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function own(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of ISO 3309, as zip wants it. */
function checksum(data: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of data) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffff_ffff) >>> 0;
}
