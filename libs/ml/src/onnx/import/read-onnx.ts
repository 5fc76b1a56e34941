import { UserError } from '@graft/errors';
import { readAttribute, type ReadAttribute } from './read-attribute';
import {
  readFields,
  readIntegers,
  readMessage,
  readText,
  toNumber,
  unreadable,
} from './protobuf-reader';
import { readTensor, type ReadTensor } from './read-tensor';

/** One operator; a name of '' is an input that is left out. */
export interface ReadNode {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, ReadAttribute>;
}

/** What a graph reads or gives; a size of null is known only when it runs, a shape of null not even its rank. */
export interface ReadPort {
  readonly name: string;
  readonly shape: readonly (number | null)[] | null;
}

/** An ONNX file with its names as they are. */
export interface ReadModel {
  readonly opset: number;
  readonly nodes: readonly ReadNode[];
  readonly tensors: ReadonlyMap<string, ReadTensor>;
  /** Without those that have a value in the file. */
  readonly inputs: readonly ReadPort[];
  readonly outputs: readonly ReadPort[];
}

const MOST_NODES = 5000;
const MOST_TENSORS = 10_000;
/** Of a file. Reading, trying and keeping it takes some six times as much. */
const MOST_BYTES = 512 * 1024 ** 2;

/**
 * Reads an ONNX file (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Nothing in it is run, and
 * no other file is looked at.
 * @throws UserError `model.unreadable`, `model.onnx_opset`, `model.onnx_operator` for functions of its
 * own, `model.onnx_too_large`, and what `readTensor` throws
 */
export function readOnnx(file: Uint8Array): ReadModel {
  if (file.length > MOST_BYTES) throw refuseSize();
  let graph: Uint8Array | null = null;
  let opset = 0;
  for (const field of readFields(file)) {
    if (field.field === 7) graph = readMessage(field);
    if (field.field === 8) opset = readOpset(readMessage(field)) ?? opset;
    if (field.field === 25) throw refuseFunctions();
  }
  if (graph === null) throw unreadable('there is no graph in it');
  return { opset, ...readGraph(graph) };
}

/** The version of the standard operators; null for other ones, which the operators' own check names. */
function readOpset(message: Uint8Array): number | null {
  let [domain, version] = ['', 0];
  for (const field of readFields(message)) {
    if (field.field === 1) domain = readText(field);
    if (field.field === 2 && field.kind === 'varint') version = toNumber(field.value);
  }
  return domain === '' || domain === 'ai.onnx' ? version : null;
}

function readGraph(message: Uint8Array): Omit<ReadModel, 'opset'> {
  const nodes: ReadNode[] = [];
  const tensors = new Map<string, ReadTensor>();
  const inputs: ReadPort[] = [];
  const outputs: ReadPort[] = [];
  for (const field of readFields(message)) {
    if (field.field === 1) {
      const node = readNode(readMessage(field));
      const constant = takeConstant(node);
      if (constant === null) nodes.push(node);
      else keep(tensors, constant);
    }
    if (field.field === 5) keep(tensors, readTensor(readMessage(field)));
    if (field.field === 11) inputs.push(readPort(readMessage(field)));
    if (field.field === 12) outputs.push(readPort(readMessage(field)));
    if (field.field === 15) throw unreadable('it holds sparse weights');
    if (nodes.length > MOST_NODES || tensors.size > MOST_TENSORS) throw refuseLarge();
  }
  return { nodes, tensors, inputs: inputs.filter(({ name }) => !tensors.has(name)), outputs };
}

/** A Constant that is a tensor is a value of the file like its weights. */
function takeConstant({ operator, domain, outputs, attributes }: ReadNode): ReadTensor | null {
  const value = attributes.get('value');
  if (operator !== 'Constant' || domain !== '' || value?.kind !== 'tensor') return null;
  return { ...value.tensor, name: outputs[0] ?? '' };
}

function keep(tensors: Map<string, ReadTensor>, tensor: ReadTensor): void {
  if (tensors.has(tensor.name)) throw unreadable(`"${tensor.name.slice(0, 100)}" is in it twice`);
  tensors.set(tensor.name, tensor);
}

function readNode(message: Uint8Array): ReadNode {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  const attributes = new Map<string, ReadAttribute>();
  let [operator, domain] = ['', ''];
  for (const field of readFields(message)) {
    if (field.field === 1) inputs.push(readText(field));
    if (field.field === 2) outputs.push(readText(field));
    if (field.field === 4) operator = readText(field);
    if (field.field === 5) {
      const [name, attribute] = readAttribute(readMessage(field));
      attributes.set(name, attribute);
    }
    if (field.field === 7) domain = readText(field);
  }
  return { operator, domain, inputs, outputs, attributes };
}

/** `ValueInfoProto`: a name, and of a tensor its shape. */
function readPort(message: Uint8Array): ReadPort {
  let name = '';
  let shape: ReadPort['shape'] = null;
  for (const field of readFields(message)) {
    if (field.field === 1) name = readText(field);
    if (field.field !== 2) continue;
    const tensor = findField(readMessage(field), 1);
    const sizes = tensor && findField(tensor, 2);
    if (sizes) shape = readSizes(sizes);
  }
  return { name, shape };
}

function readSizes(message: Uint8Array): (number | null)[] {
  return [...readFields(message)].map((field) => {
    const known = [...readFields(readMessage(field))].find((each) => each.field === 1);
    const [size] = known ? readIntegers(known, 1) : [];
    return size === undefined || size <= 0 ? null : size;
  });
}

function findField(message: Uint8Array, wanted: number): Uint8Array | null {
  const found = [...readFields(message)].find(({ field }) => field === wanted);
  return found ? readMessage(found) : null;
}

function refuseFunctions(): UserError {
  return new UserError({
    code: 'model.onnx_operator',
    message:
      'The file defines operators of its own (functions). Have them written out: onnx.inliner.inline_local_functions(model).',
  });
}

function refuseLarge(): UserError {
  return new UserError({
    code: 'model.onnx_too_large',
    message: `The model has more than ${MOST_NODES} operators or ${MOST_TENSORS} tensors. Simplify it before (onnxslim, onnxsim), or take a smaller one.`,
  });
}

function refuseSize(): UserError {
  return new UserError({
    code: 'model.onnx_too_large',
    message: 'The file has more than 512 MB. Take a smaller model.',
  });
}
