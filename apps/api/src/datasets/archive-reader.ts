import { open, type FileHandle } from 'node:fs/promises';
import * as yauzl from 'yauzl';

/** Larger than most small pictures with their header: one read of the file then gives both. */
const WINDOW_BYTES = 32 * 1024;
const PIECE_BYTES = 256 * 1024;

type ReadCallback = (error: Error | null, bytesRead?: number) => void;

/**
 * Reads a zip on disk. What yauzl asks for in pieces of 46 bytes comes from a window: the directory of
 * 100,000 entries would be 200,000 reads of the file otherwise.
 */
export class ArchiveReader extends yauzl.RandomAccessReader {
  #window = Buffer.alloc(0);
  #start = 0;

  private constructor(
    private readonly file: FileHandle,
    /** Bytes of the whole archive. */
    readonly size: number,
  ) {
    super();
  }

  static async open(path: string): Promise<ArchiveReader> {
    const file = await open(path);
    try {
      return new ArchiveReader(file, (await file.stat()).size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** A copy of `length` bytes. @throws Error when the file ends before */
  async readRange(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    if ((await this.#fill(bytes, position)) < length) throw new Error('the file ends before');
    return bytes;
  }

  /** The same, piece by piece. */
  async *stream(position: number, length: number): AsyncGenerator<Buffer> {
    for (let done = 0; done < length; done += PIECE_BYTES) {
      yield await this.readRange(position + done, Math.min(PIECE_BYTES, length - done));
    }
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: ReadCallback,
  ): void {
    this.#fill(buffer.subarray(offset, offset + length), position).then(
      (bytesRead) => callback(null, bytesRead),
      (error: unknown) => callback(error as Error),
    );
  }

  override close(callback: ReadCallback): void {
    this.file.close().then(() => callback(null), callback);
  }

  async #fill(target: Buffer, position: number): Promise<number> {
    if (this.#copy(target, position)) return target.length;
    if (target.length > WINDOW_BYTES) {
      return (await this.file.read(target, 0, target.length, position)).bytesRead;
    }
    const window = Buffer.allocUnsafe(WINDOW_BYTES);
    const { bytesRead } = await this.file.read(window, 0, WINDOW_BYTES, position);
    this.#window = window.subarray(0, bytesRead);
    this.#start = position;
    return window.copy(target, 0, 0, Math.min(bytesRead, target.length));
  }

  #copy(target: Buffer, position: number): boolean {
    const from = position - this.#start;
    const until = from + target.length;
    if (from < 0 || until > this.#window.length) return false;
    this.#window.copy(target, 0, from, until);
    return true;
  }
}
