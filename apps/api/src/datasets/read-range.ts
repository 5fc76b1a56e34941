import { open } from 'node:fs/promises';

/** Bytes of a file from `offset` on; fewer than `length` where it ends before. */
export async function readRange(
  path: string,
  { offset, length }: { offset: number; length: number },
): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
