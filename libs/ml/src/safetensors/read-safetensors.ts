import { UserError } from '@graft/errors';
import { z } from 'zod';
import {
  countElements,
  DTYPE_BYTES,
  MAX_HEADER_BYTES,
  type SafeTensor,
  type SafetensorsFile,
} from './safetensors';

const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const objectSchema = z.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
const metadataSchema = z.record(z.string(), z.string());

interface Entry {
  name: string;
  dtype: SafeTensor['dtype'];
  shape: number[];
  begin: number;
  end: number;
}

/**
 * Decodes a whole file. Tensors are views into `bytes` where the alignment allows it and copies
 * elsewhere, so `bytes` must not change afterwards.
 *
 * @throws UserError with code `safetensors.truncated`, `safetensors.header`, `safetensors.dtype` or
 * `safetensors.layout` (overlap, hole, outside the file, length unlike shape).
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { entries, metadata, dataStart } = readHeader(bytes);
  checkLayout(entries, bytes.length - dataStart);
  const tensors = new Map<string, SafeTensor>();
  for (const entry of entries) tensors.set(entry.name, viewTensor(bytes, dataStart, entry));
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array) {
  if (bytes.length < 8)
    throw fail(
      'truncated',
      'The file is shorter than the 8 bytes that every safetensors file starts with.',
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES)
    throw fail(
      'header',
      `The header claims ${length} bytes; at most ${MAX_HEADER_BYTES} are allowed. This is probably not a safetensors file.`,
    );
  if (8 + length > bytes.length)
    throw fail(
      'truncated',
      `The header claims ${length} bytes, but the file ends after ${bytes.length}. Copy the file again.`,
    );
  const fields = parseHeader(bytes.subarray(8, 8 + length));
  const metadata = metadataSchema.safeParse(fields.get('__metadata__') ?? {});
  if (!metadata.success) throw fail('header', '__metadata__ must map words to words.');
  fields.delete('__metadata__');
  const entries = [...fields].map(([name, value]) => readEntry(name, value));
  return { entries, metadata: metadata.data, dataStart: 8 + length };
}

function parseHeader(header: Uint8Array): Map<string, unknown> {
  if (header[0] !== 0x7b)
    throw fail(
      'header',
      'The header does not start with "{". This is probably not a safetensors file.',
    );
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
    return new Map(Object.entries(objectSchema.parse(value)));
  } catch (cause) {
    throw fail('header', 'The header is not valid JSON.', cause);
  }
}

function readEntry(name: string, value: unknown): Entry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success)
    throw fail(
      'header',
      `The header's entry for tensor "${name}" lacks dtype, shape or data_offsets, or has more than these.`,
    );
  const { dtype, shape, data_offsets } = parsed.data;
  if (!isKnownDtype(dtype))
    throw fail(
      'dtype',
      `Tensor "${name}" has type ${dtype}; only F32, F16, I32 and U8 can be read. Convert the file to float32 or float16.`,
    );
  return { name, dtype, shape, begin: data_offsets[0], end: data_offsets[1] };
}

/** Tensors must fill the data part from its first byte to its last, each byte once. */
function checkLayout(entries: readonly Entry[], dataBytes: number): void {
  let expected = 0;
  for (const entry of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const { name, begin, end } = entry;
    if (begin < expected) throw fail('layout', `Tensor "${name}" overlaps the one before it.`);
    if (begin > expected)
      throw fail('layout', `There is a hole of ${begin - expected} bytes before tensor "${name}".`);
    if (end > dataBytes)
      throw fail(
        'layout',
        `Tensor "${name}" ends ${end - dataBytes} bytes after the end of the file.`,
      );
    const wanted = countElements(entry.shape) * DTYPE_BYTES[entry.dtype];
    if (end - begin !== wanted)
      throw fail(
        'layout',
        `Tensor "${name}" has ${end - begin} bytes, but its shape and type ask for ${wanted}.`,
      );
    expected = end;
  }
  if (expected !== dataBytes)
    throw fail(
      'layout',
      `${dataBytes - expected} bytes at the end of the file belong to no tensor.`,
    );
}

function viewTensor(bytes: Uint8Array, dataStart: number, entry: Entry): SafeTensor {
  const { dtype, shape, begin, end } = entry;
  const slice = bytes.subarray(dataStart + begin, dataStart + end);
  // Not slice(): on a Buffer that is one more view.
  const aligned = slice.byteOffset % DTYPE_BYTES[dtype] === 0 ? slice : new Uint8Array(slice);
  const { buffer, byteOffset } = aligned;
  const length = countElements(shape);
  switch (dtype) {
    case 'F32':
      return { dtype, shape, data: new Float32Array(buffer, byteOffset, length) };
    case 'F16':
      return { dtype, shape, data: new Uint16Array(buffer, byteOffset, length) };
    case 'I32':
      return { dtype, shape, data: new Int32Array(buffer, byteOffset, length) };
    case 'U8':
      return { dtype, shape, data: new Uint8Array(buffer, byteOffset, length) };
  }
}

function isKnownDtype(dtype: string): dtype is SafeTensor['dtype'] {
  return Object.hasOwn(DTYPE_BYTES, dtype);
}

function fail(code: string, message: string, cause?: unknown): UserError {
  return new UserError({ code: `safetensors.${code}`, message, cause });
}
