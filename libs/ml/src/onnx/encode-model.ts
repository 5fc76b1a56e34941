import type { OnnxAttribute, OnnxConstant, OnnxElement, OnnxModel, OnnxPort } from './onnx-graph';
import { makeConstant } from './make-constant';
import { createMessage, type MessageWriter } from './protobuf-writer';

/** Numbers of `onnx.proto` (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
const OPSET = 17;
const ELEMENT: Readonly<Record<OnnxElement, number>> = {
  float32: 1,
  float16: 10,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
};
const ATTRIBUTE = { float: 1, integer: 2, text: 3, tensor: 4, floats: 6, integers: 7 } as const;

/** The bytes of an ONNX file; `metadata` is kept in it for whoever reads it. */
export function encodeModel(
  { nodes, constants, inputs, outputs, opset = OPSET }: OnnxModel,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const graph = createMessage();
  for (const [
    index,
    { operator, inputs: read, attributes, output, others = [] },
  ] of nodes.entries()) {
    const node = createMessage();
    for (const input of read) node.text(1, input);
    for (const made of [output, ...others]) node.text(2, made);
    node.text(3, `${operator}_${index}`).text(4, operator);
    for (const [key, value] of Object.entries(attributes)) {
      node.message(5, encodeAttribute(key, value));
    }
    graph.message(1, node);
  }
  graph.text(2, 'graft');
  for (const constant of constants) graph.message(5, encodeConstant(constant));
  for (const port of inputs) graph.message(11, encodePort(port));
  for (const port of outputs) graph.message(12, encodePort(port));
  const model = createMessage()
    .integer(1, chooseFormat(opset))
    .text(2, 'graft')
    .message(7, graph)
    .message(8, createMessage().text(1, '').integer(2, opset));
  for (const [key, value] of Object.entries(metadata)) {
    model.message(14, createMessage().text(1, key).text(2, value));
  }
  return model.finish();
}

/** The first version of the file format that came with an opset. */
function chooseFormat(opset: number): number {
  if (opset <= 18) return 8;
  return opset <= 20 ? 9 : 10;
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
    case 'floats':
      message.floats(7, attribute.value);
      break;
    case 'tensor':
      message.message(5, encodeConstant(makeConstant(attribute)));
      break;
    case 'integers':
      message.integers(8, attribute.value);
      break;
  }
  return message.integer(20, ATTRIBUTE[attribute.kind]);
}

/** ONNX is little-endian, and so is every machine that Node runs TensorFlow on. */
function encodeConstant({ name, element, shape, values }: OnnxConstant): MessageWriter {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createMessage()
    .integers(1, shape)
    .integer(2, ELEMENT[element])
    .text(8, name)
    .bytes(9, raw);
}

function encodePort({ name, element, shape }: OnnxPort): MessageWriter {
  const tensor = createMessage().integer(1, ELEMENT[element]);
  if (shape !== null) tensor.message(2, encodeSizes(shape));
  return createMessage().text(1, name).message(2, createMessage().message(1, tensor));
}

function encodeSizes(shape: readonly (number | string)[]): MessageWriter {
  const dimensions = createMessage();
  for (const size of shape) {
    const dimension = createMessage();
    dimensions.message(
      1,
      typeof size === 'string' ? dimension.text(2, size) : dimension.integer(1, size),
    );
  }
  return dimensions;
}
