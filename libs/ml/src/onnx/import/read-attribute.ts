import { UserError } from '@graft/errors';
import type { OnnxAttribute } from '../onnx-graph';
import {
  readFields,
  readFloats,
  readIntegers,
  readMessage,
  readText,
  toNumber,
} from './protobuf-reader';
import { readTensor, type ReadTensor } from './read-tensor';

/** What is set of an operator; a tensor is that of a Constant. */
export type ReadAttribute =
  Exclude<OnnxAttribute, { kind: 'tensor' }> | { kind: 'tensor'; tensor: ReadTensor };

/** `AttributeProto.AttributeType` of onnx.proto, as far as there are no graphs in it. */
const KINDS: ReadonlyMap<number, ReadAttribute['kind']> = new Map([
  [1, 'float'],
  [2, 'integer'],
  [3, 'text'],
  [4, 'tensor'],
  [6, 'floats'],
  [7, 'integers'],
]);
const MOST_VALUES = 4096;

/**
 * @throws UserError `model.onnx_operator` for an operator that holds graphs or texts, `model.onnx_too_large` for one
 * with a long list
 */
export function readAttribute(message: Uint8Array): [name: string, attribute: ReadAttribute] {
  let [name, type, whole, text] = ['', 0, 0, ''];
  let single = Number.NaN;
  let tensor: ReadTensor | null = null;
  const floats: number[] = [];
  const integers: number[] = [];
  for (const field of readFields(message)) {
    if (field.field === 1) name = readText(field);
    if (field.field === 2) [single = Number.NaN] = readFloats(field);
    if (field.field === 3 && field.kind === 'varint') whole = toNumber(field.value);
    if (field.field === 4) text = readText(field);
    if (field.field === 5) tensor = readTensor(readMessage(field));
    if (field.field === 7) floats.push(...bounded(readFloats(field)));
    if (field.field === 8) integers.push(...bounded(readIntegers(field, MOST_VALUES)));
    if (field.field === 20 && field.kind === 'varint') type = toNumber(field.value);
  }
  const kind = KINDS.get(type);
  if (kind === 'tensor' && tensor !== null) return [name, { kind, tensor }];
  if (kind === 'float' && Number.isFinite(single)) return [name, { kind, value: single }];
  if (kind === 'integer') return [name, { kind, value: whole }];
  if (kind === 'text') return [name, { kind, value: text }];
  if (kind === 'floats' && floats.every(Number.isFinite)) return [name, { kind, value: floats }];
  if (kind === 'integers') return [name, { kind, value: integers }];
  throw new UserError({
    code: 'model.onnx_operator',
    message: `An operator of the model has a setting "${name.slice(0, 100)}" of a kind that Graft does not take (a graph, texts, or no number).`,
  });
}

function bounded<List extends { readonly length: number }>(values: List): List {
  if (values.length <= MOST_VALUES) return values;
  throw new UserError({
    code: 'model.onnx_too_large',
    message: `An operator of the model has a setting of more than ${MOST_VALUES} numbers, which Graft does not take. Keep such values as a weight.`,
  });
}
