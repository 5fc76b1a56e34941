import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, createInflateRaw, inflateRaw } from 'node:zlib';
import { UserError } from '@graft/errors';
import type { Entry } from 'yauzl';
import type { ArchiveReader } from './archive-reader';

const inflate = promisify(inflateRaw);

const LOCAL_HEADER = { bytes: 30, signature: 0x04034b50, nameLengthAt: 26, extraLengthAt: 28 };

/** What is kept of an entry: there may be 100,000, of which yauzl would keep about a kilobyte each. */
export class ArchiveEntry {
  /** Where its local header begins, in bytes from the beginning of the archive. */
  readonly start: number;
  /** Where its bytes end at the earliest. */
  readonly end: number;
  readonly packedBytes: number;
  /** As it is declared, once it is unpacked. */
  readonly bytes: number;
  readonly #checksum: number;
  readonly #method: 'stored' | 'deflated' | 'unknown';

  constructor(
    private readonly reader: ArchiveReader,
    readonly name: string,
    entry: Entry,
  ) {
    this.start = entry.relativeOffsetOfLocalHeader;
    this.end = this.start + LOCAL_HEADER.bytes + entry.fileNameRaw.length + entry.compressedSize;
    this.packedBytes = entry.compressedSize;
    this.bytes = entry.uncompressedSize;
    this.#checksum = entry.crc32;
    const packing = entry.isCompressed() ? 'deflated' : 'stored';
    this.#method = entry.canDecodeFileData() ? packing : 'unknown';
  }

  /** @throws UserError `archive.corrupt` */
  async read(): Promise<Buffer> {
    try {
      const packed = await this.reader.readRange(await this.#locate(), this.packedBytes);
      const limit = { maxOutputLength: Math.max(1, this.bytes) };
      const bytes = this.#method === 'deflated' ? await inflate(packed, limit) : packed;
      this.#check(bytes.length, crc32(bytes));
      return bytes;
    } catch (error) {
      throw corrupt(error, `${this.name} is broken in the archive`);
    }
  }

  /** @throws UserError `archive.corrupt`, after what could be read */
  async *stream(): AsyncGenerator<Buffer> {
    let [size, sum] = [0, 0];
    try {
      const packed = Readable.from(this.reader.stream(await this.#locate(), this.packedBytes));
      const unpacked: AsyncIterable<Buffer> =
        this.#method === 'deflated' ? packed.compose<Readable>(createInflateRaw()) : packed;
      for await (const chunk of unpacked) {
        size += chunk.length;
        if (size > this.bytes) throw new Error('more bytes than declared');
        sum = crc32(chunk, sum);
        yield chunk;
      }
      this.#check(size, sum);
    } catch (error) {
      throw corrupt(error, `${this.name} is broken in the archive`);
    }
  }

  /** Where its bytes begin: its local header may be longer than what the directory says of it. */
  async #locate(): Promise<number> {
    if (this.#method === 'unknown') throw new Error('unknown method of compression');
    const header = await this.reader.readRange(this.start, LOCAL_HEADER.bytes);
    if (header.readUInt32LE(0) !== LOCAL_HEADER.signature) throw new Error('no local header');
    const { nameLengthAt, extraLengthAt } = LOCAL_HEADER;
    const names = header.readUInt16LE(nameLengthAt) + header.readUInt16LE(extraLengthAt);
    return this.start + LOCAL_HEADER.bytes + names;
  }

  /** A flipped bit in what is merely stored would be taken for a weight. */
  #check(bytes: number, checksum: number): void {
    if (bytes !== this.bytes) throw new Error('another size than declared');
    if (checksum !== this.#checksum) throw new Error('another checksum than declared');
  }
}

/** What is wrong with an archive, and what to do. */
export function corrupt(cause: unknown, what: string): UserError {
  return new UserError({
    code: 'archive.corrupt',
    message: `${what}: make the archive anew and send it again.`,
    cause,
  });
}
