/**
 * The safetensors container: eight bytes with the length of a JSON header, the header, the tensors.
 * Format: https://github.com/huggingface/safetensors#format.
 */

/** A tensor as it lies in a file; `data` may be a view into the bytes it was read from. */
export type SafeTensor =
  | { dtype: 'F32'; shape: readonly number[]; data: Float32Array }
  | { dtype: 'F16'; shape: readonly number[]; data: Uint16Array }
  | { dtype: 'I32'; shape: readonly number[]; data: Int32Array }
  | { dtype: 'U8'; shape: readonly number[]; data: Uint8Array };

export type SafetensorsDtype = SafeTensor['dtype'];

export interface SafetensorsFile {
  tensors: ReadonlyMap<string, SafeTensor>;
  /** `__metadata__` of the header. */
  metadata: Readonly<Record<string, string>>;
}

export const DTYPE_BYTES: Readonly<Record<SafetensorsDtype, number>> = {
  F32: 4,
  F16: 2,
  I32: 4,
  U8: 1,
};

/** The tensors start at a multiple of this, so that views of them need no copy. */
export const ALIGNMENT = 8;

/** Limit of the reference implementation, in bytes. */
export const MAX_HEADER_BYTES = 100_000_000;

/** Number of elements; 1 for a scalar. */
export function countElements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
