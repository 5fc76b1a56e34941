import { createMessage, type MessageWriter } from './protobuf-writer';

/** Numbers of `onnx.proto` (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
const IR_VERSION = 8;
export const OPSET = 17;
const ELEMENT = { float32: 1, uint8: 2, int64: 7 } as const;
const ATTRIBUTE = { float: 1, integer: 2, text: 3, integers: 7 } as const;

export type OnnxElement = keyof typeof ELEMENT;

export type OnnxAttribute =
  | { kind: 'float'; value: number }
  | { kind: 'integer'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'integers'; value: readonly number[] };

/** A graph input or output; a word is a size that is known only when the model runs. */
export interface OnnxPort {
  name: string;
  element: OnnxElement;
  shape: readonly (number | string)[];
}

/** Collects operators and constants in order of computation. */
export interface OnnxGraph {
  /** Adds an operator and gives back the name of its output. An empty input name is a left-out one. */
  operate(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    output?: string,
  ): string;
  floats(name: string, shape: readonly number[], values: Float32Array | readonly number[]): string;
  integers(name: string, values: readonly number[]): string;
  encode(ports: { inputs: readonly OnnxPort[]; outputs: readonly OnnxPort[] }): Uint8Array;
}

export function createOnnxGraph(name: string): OnnxGraph {
  const nodes: MessageWriter[] = [];
  const constants: MessageWriter[] = [];
  return {
    operate(operator, inputs, attributes = {}, output = `value_${nodes.length}`) {
      const node = createMessage();
      for (const input of inputs) node.text(1, input);
      node.text(2, output).text(3, `${operator}_${nodes.length}`).text(4, operator);
      for (const [key, value] of Object.entries(attributes)) {
        node.message(5, encodeAttribute(key, value));
      }
      nodes.push(node);
      return output;
    },
    floats(label, shape, values) {
      const unique = `${label}#${constants.length}`;
      constants.push(encodeTensor(unique, 'float32', shape, floatBytes(values)));
      return unique;
    },
    integers(label, values) {
      const unique = `${label}#${constants.length}`;
      constants.push(encodeTensor(unique, 'int64', [values.length], integerBytes(values)));
      return unique;
    },
    encode({ inputs, outputs }) {
      const graph = createMessage();
      for (const node of nodes) graph.message(1, node);
      graph.text(2, name);
      for (const constant of constants) graph.message(5, constant);
      for (const port of inputs) graph.message(11, encodePort(port));
      for (const port of outputs) graph.message(12, encodePort(port));
      return createMessage()
        .integer(1, IR_VERSION)
        .text(2, 'graft')
        .message(7, graph)
        .message(8, createMessage().text(1, '').integer(2, OPSET))
        .finish();
    },
  };
}

function encodeAttribute(name: string, attribute: OnnxAttribute): MessageWriter {
  const message = createMessage().text(1, name);
  switch (attribute.kind) {
    case 'float':
      message.float(2, attribute.value);
      break;
    case 'integer':
      message.integer(3, attribute.value);
      break;
    case 'text':
      message.text(4, attribute.value);
      break;
    case 'integers':
      message.integers(8, attribute.value);
      break;
  }
  return message.integer(20, ATTRIBUTE[attribute.kind]);
}

function encodeTensor(
  name: string,
  element: OnnxElement,
  shape: readonly number[],
  raw: Uint8Array,
): MessageWriter {
  return createMessage()
    .integers(1, shape)
    .integer(2, ELEMENT[element])
    .text(8, name)
    .bytes(9, raw);
}

function encodePort({ name, element, shape }: OnnxPort): MessageWriter {
  const dimensions = createMessage();
  for (const size of shape) {
    const dimension = createMessage();
    dimensions.message(
      1,
      typeof size === 'string' ? dimension.text(2, size) : dimension.integer(1, size),
    );
  }
  const tensor = createMessage().integer(1, ELEMENT[element]).message(2, dimensions);
  return createMessage().text(1, name).message(2, createMessage().message(1, tensor));
}

/** ONNX is little-endian, and so is every machine that Node runs TensorFlow on. */
function floatBytes(values: Float32Array | readonly number[]): Uint8Array {
  const floats = Float32Array.from(values);
  return new Uint8Array(floats.buffer);
}

function integerBytes(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setBigInt64(index * 8, BigInt(value), true);
  return bytes;
}
