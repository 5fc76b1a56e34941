import { UnexpectedError } from '@graft/errors';
import {
  ALIGNMENT,
  countElements,
  DTYPE_BYTES,
  type SafeTensor,
  type SafetensorsFile,
} from './safetensors';

/**
 * Encodes tensors and metadata. Equal input gives equal bytes: tensors are ordered by the width of
 * their type, then by name, which also aligns every one of them without holes.
 *
 * @throws UnexpectedError `safetensors.write` when a shape does not fit its data or a name is taken.
 */
export function writeSafetensors(file: SafetensorsFile): Uint8Array {
  const entries = [...file.tensors].sort(byWidthThenName);
  const header = encodeHeader(entries, file.metadata);
  const total = entries.reduce((sum, [, tensor]) => sum + tensor.data.byteLength, 0);
  const bytes = new Uint8Array(ALIGNMENT + header.length + total);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, ALIGNMENT);
  let offset = ALIGNMENT + header.length;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

function encodeHeader(
  entries: readonly (readonly [string, SafeTensor])[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) header.set('__metadata__', sortKeys(metadata));
  let offset = 0;
  for (const [name, tensor] of entries) {
    checkTensor(name, tensor);
    const end = offset + tensor.data.byteLength;
    header.set(name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [offset, end] });
    offset = end;
  }
  // Written key by key: an object would drop a tensor called `__proto__`.
  const body = [...header].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  const text = new TextEncoder().encode(`{${body.join(',')}}`);
  const padded = new Uint8Array(Math.ceil(text.length / ALIGNMENT) * ALIGNMENT).fill(0x20);
  padded.set(text);
  return padded;
}

function checkTensor(name: string, tensor: SafeTensor): void {
  if (name === '__metadata__') {
    throw new UnexpectedError({
      code: 'safetensors.write',
      message: 'A tensor may not be called __metadata__: the format keeps that name for itself.',
    });
  }
  if (countElements(tensor.shape) !== tensor.data.length) {
    throw new UnexpectedError({
      code: 'safetensors.write',
      message: `Tensor "${name}" has ${tensor.data.length} values, but its shape [${tensor.shape.join(', ')}] asks for ${countElements(tensor.shape)}.`,
    });
  }
}

function byWidthThenName(
  [leftName, left]: readonly [string, SafeTensor],
  [rightName, right]: readonly [string, SafeTensor],
): number {
  const width = DTYPE_BYTES[right.dtype] - DTYPE_BYTES[left.dtype];
  if (width !== 0) return width;
  return leftName < rightName ? -1 : Number(leftName > rightName);
}

function sortKeys(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)));
}
