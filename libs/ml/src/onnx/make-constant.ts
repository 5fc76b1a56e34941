import type { OnnxConstant, OnnxElement } from './onnx-graph';

/** Numbers as the array that an element type is kept in. */
export function makeConstant(given: {
  readonly name?: string;
  readonly element: OnnxElement;
  readonly shape: readonly number[];
  readonly value: readonly number[];
}): OnnxConstant {
  const { name = '', element, shape, value } = given;
  switch (element) {
    case 'float32':
      return { name, element, shape, values: Float32Array.from(value) };
    case 'int64':
      return { name, element, shape, values: BigInt64Array.from(value, BigInt) };
    case 'int32':
      return { name, element, shape, values: Int32Array.from(value) };
    case 'int8':
      return { name, element, shape, values: Int8Array.from(value) };
    case 'float16':
      return { name, element, shape, values: Uint16Array.from(value) };
    case 'uint8':
    case 'bool':
      return { name, element, shape, values: Uint8Array.from(value) };
  }
}
