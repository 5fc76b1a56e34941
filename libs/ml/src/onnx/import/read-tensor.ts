import { UserError } from '@graft/errors';
import type { OnnxElement } from '../onnx-graph';
import {
  readFields,
  readFloats,
  readIntegers,
  readText,
  toNumber,
  unreadable,
} from './protobuf-reader';

/** A tensor of an ONNX file; whole numbers and truth values as numbers. */
export interface ReadTensor {
  readonly name: string;
  readonly element: Exclude<OnnxElement, 'float16'>;
  readonly shape: readonly number[];
  readonly values: Float32Array | readonly number[];
}

/** `TensorProto.DataType` of onnx.proto. */
const ELEMENTS: ReadonlyMap<number, ReadTensor['element']> = new Map([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
]);
const OTHER_ELEMENTS: Readonly<Record<number, string>> = {
  ...{ 8: 'text', 10: 'float16', 11: 'float64', 16: 'bfloat16' },
};
const MOST_AXES = 8;
/** Of whole numbers: sizes and places. Weights are 32-bit floats. */
const MOST_WHOLE = 65_536;

/**
 * @throws UserError `model.onnx_external_data`, `model.onnx_type`, `model.weights_mismatch` when the
 * values do not fill the shape, `model.unreadable`
 */
export function readTensor(message: Uint8Array): ReadTensor {
  let [name, type, raw] = ['', 0, null as Uint8Array | null];
  let external = false;
  const shape: number[] = [];
  const whole: number[] = [];
  const floats: Float32Array[] = [];
  for (const field of readFields(message)) {
    if (field.field === 1) shape.push(...readIntegers(field, MOST_AXES));
    if (field.field === 2 && field.kind === 'varint') type = toNumber(field.value);
    if (field.field === 4) floats.push(readFloats(field));
    if (field.field === 5 || field.field === 7) {
      for (const value of limited(readIntegers(field, MOST_WHOLE))) whole.push(value);
      limited(whole);
    }
    if (field.field === 8) name = readText(field);
    if (field.field === 9 && field.kind === 'delimited') raw = field.bytes;
    if (field.field === 13) external = true;
    if (field.field === 14 && field.kind === 'varint') external ||= field.value !== 0n;
  }
  if (external) throw refuseExternal(name);
  const element = ELEMENTS.get(type);
  if (element === undefined) throw refuseType(name, OTHER_ELEMENTS[type] ?? `type ${type}`);
  const count = countElements(name, shape);
  const values =
    element === 'float32' ? joinFloats(raw, floats) : raw === null ? whole : widen(element, raw);
  if (values.length !== count) throw refuseSize(name, shape, values.length);
  return { name, element, shape, values };
}

function countElements(name: string, shape: readonly number[]): number {
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.length > MOST_AXES || shape.some((size) => size < 0) || !Number.isSafeInteger(count))
    throw refuseSize(name, shape, 0);
  return count;
}

function joinFloats(raw: Uint8Array | null, parts: readonly Float32Array[]): Float32Array {
  if (raw !== null) {
    if (raw.length % 4 !== 0) throw unreadable('the values of a weight are cut off');
    return new Float32Array(new Uint8Array(raw).buffer);
  }
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function widen(element: ReadTensor['element'], raw: Uint8Array): number[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const size = { float32: 4, int64: 8, int32: 4, uint8: 1, int8: 1, bool: 1 }[element];
  if (raw.length % size !== 0) throw unreadable('the values of a tensor are cut off');
  const values = limited(Array.from({ length: Math.min(raw.length / size, MOST_WHOLE + 1) }));
  return values.map((_, index) => {
    if (element === 'int64') return toNumber(view.getBigInt64(index * size, true));
    if (element === 'int32') return view.getInt32(index * size, true);
    return element === 'int8' ? view.getInt8(index) : view.getUint8(index);
  });
}

function limited<Value>(values: Value[]): Value[] {
  if (values.length <= MOST_WHOLE) return values;
  throw new UserError({
    code: 'model.onnx_type',
    message:
      'The file holds weights that are whole numbers (a quantised model): export it in single precision (float32).',
  });
}

function refuseExternal(name: string): UserError {
  return new UserError({
    code: 'model.onnx_external_data',
    message: `The weight "${name.slice(0, 100)}" lies in another file. Save the model as one file: torch.onnx.export(..., external_data=False), or onnx.save(model, path, save_as_external_data=False).`,
  });
}

function refuseType(name: string, type: string): UserError {
  return new UserError({
    code: 'model.onnx_type',
    message: `The tensor "${name.slice(0, 100)}" is of ${type}: export the model in single precision (float32).`,
  });
}

function refuseSize(name: string, shape: readonly number[], found: number): UserError {
  return new UserError({
    code: 'model.weights_mismatch',
    message: `The tensor "${name.slice(0, 100)}" says that it is [${shape.slice(0, MOST_AXES).join(', ')}], but the file holds ${found} values of it.`,
  });
}
