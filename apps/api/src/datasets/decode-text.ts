import { UserError } from '@graft/errors';

export const TEXT_LIMITS = {
  bytes: 128 * 1024 ** 2,
  rows: 1_000_000,
  text: 20_000,
  label: 100,
} as const;

/** So many bytes decide which encoding a file has. */
const LOOKED_AT = 64 * 1024;

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * The encoding of a text by its first bytes: byte order mark, the zeros that Latin letters leave in
 * UTF-16, valid UTF-8, else Windows-1252, in which everything is some text.
 */
export function detectEncoding(start: Uint8Array): Encoding {
  const [first, second] = start;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  start.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]! += 1;
  });
  const many = start.length / 4;
  if (zeros[1]! > many && zeros[0] === 0) return 'utf-16le';
  if (zeros[0]! > many && zeros[1] === 0) return 'utf-16be';
  try {
    // Cut off in the middle of a letter is no fault here.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/**
 * Text without NUL, whatever its encoding; the first piece holds at least the first line or 64 kB.
 * @throws UserError 422 `csv.too_large`, `csv.not_utf8`, `csv.nul`
 */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let size = 0;
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let held = '';
  let begun = false;
  const decode = (chunk: Uint8Array | null): string => {
    decoder ??= new TextDecoder(detectEncoding(chunk ?? new Uint8Array()), {
      fatal: true,
      ignoreBOM: false,
    });
    return decodeChunk(decoder, chunk);
  };
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > TEXT_LIMITS.bytes) {
      throw refuseText('too_large', 'The file is larger than 128 MB: split it.');
    }
    if (decoder === null) {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes < LOOKED_AT) continue;
    }
    held += decode(waiting.length > 0 ? Buffer.concat(waiting) : chunk);
    waiting = [];
    if (!begun && !/[\r\n]/.test(held) && held.length < LOOKED_AT) continue;
    begun = true;
    yield held;
    held = '';
  }
  if (waiting.length > 0) held += decode(Buffer.concat(waiting));
  yield held + decode(null);
}

function decodeChunk(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | null): string {
  let text: string;
  try {
    text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw refuseText(
      'not_utf8',
      'The file begins as one encoding and goes on as another: save it as "CSV UTF-8".',
    );
  }
  if (!text.includes('\0')) return text;
  throw refuseText(
    'nul',
    'The file holds NUL characters, so it is not plain text: save it as "CSV UTF-8".',
  );
}

export function refuseText(code: string, message: string, row?: number): UserError {
  return new UserError({
    code: `csv.${code}`,
    message,
    ...(row === undefined ? {} : { details: { row } }),
  });
}
