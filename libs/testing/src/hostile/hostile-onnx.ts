import { createMessage, type MessageWriter } from '@graft/ml';

/** An ONNX file that nobody should send, and the code with which it is refused. */
export interface HostileOnnx {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly code: string;
}

const OPERATORS = [
  ...['If', 'Loop', 'Scan', 'RandomNormal', 'RandomUniformLike', 'Multinomial', 'Bernoulli'],
  ...['SequenceAt', 'StringNormalizer', 'Optional', 'ImageDecoder', 'PyOp', '__proto__', ''],
];
/** Numbers of `TensorProto.DataType`. */
const TYPES: [name: string, type: number][] = [
  ['float16', 10],
  ['float64', 11],
  ['text', 8],
  ['bfloat16', 16],
  ['no type', 0],
  ['a type that there is not', 99],
];
const SHAPES: [name: string, dims: number[]][] = [
  ['too large', [2, 3, 3, 4]],
  ['too small', [2, 3, 3]],
  ['negative', [-2, -3, 3, 3]],
  ['huge', [2 ** 31, 2 ** 31, 3, 3]],
  ['of nine axes', [2, 3, 3, 3, 1, 1, 1, 1, 1]],
  ['empty', [0]],
];
const INPUTS: [name: string, shape: (number | string)[]][] = [
  ['a row', ['batch', 12]],
  ['four channels', ['batch', 4, 8, 8]],
  ['a film', ['batch', 3, 4, 8, 8]],
  ['a single number', []],
  ['a wall', ['batch', 3, 100_000, 100_000]],
];

/** ONNX files; all but the named fault is that of a good one. */
export function makeHostileOnnx(): HostileOnnx[] {
  const bad = (name: string, code: string, faults: Faults): HostileOnnx => ({
    ...{ name: `onnx: ${name}`, code, bytes: makeOnnx(faults) },
  });
  return [
    ...makeBroken(),
    bad('weights in another file', 'model.onnx_external_data', { external: 'weights.bin' }),
    bad('weights in ../../etc/passwd', 'model.onnx_external_data', {
      external: '../../etc/passwd',
    }),
    bad('weights said to be elsewhere', 'model.onnx_external_data', { external: '' }),
    ...[0, 1, 12, 22, 1_000_000].map((opset) =>
      bad(`opset ${String(opset)}`, 'model.onnx_opset', { opset }),
    ),
    bad('operators of a maker', 'model.onnx_operator', { domain: 'com.microsoft' }),
    ...OPERATORS.map((operator) =>
      bad(`operator ${operator}`, 'model.onnx_operator', { operator }),
    ),
    bad('a graph in an operator', 'model.onnx_operator', { attribute: graphAttribute() }),
    bad('a setting that is NaN', 'model.onnx_operator', { attribute: floatAttribute(NaN) }),
    bad('a setting of 5,000 numbers', 'model.onnx_too_large', { attribute: longAttribute() }),
    bad('a function of its own', 'model.onnx_operator', { functions: true }),
    bad('sparse weights', 'model.unreadable', { sparse: true }),
    bad('a weight twice', 'model.unreadable', { twice: true }),
    ...TYPES.map(([name, type]) => bad(`weights of ${name}`, 'model.onnx_type', { type })),
    bad('weights of bytes', 'model.weights_mismatch', { type: 2, dims: [2, 3, 3, 3] }),
    ...SHAPES.map(([name, dims]) => bad(`a shape ${name}`, 'model.weights_mismatch', { dims })),
    ...INPUTS.map(([name, input]) => bad(`that reads ${name}`, 'model.input_mismatch', { input })),
    bad('that reads two pictures', 'model.input_mismatch', { inputs: 2 }),
    bad('that reads nothing', 'model.input_mismatch', { inputs: 0 }),
    bad('of any size', 'model.size_needed', { input: ['batch', 3, 'height', 'width'] }),
    bad('that reads a ghost', 'model.unsupported_model', { reads: 'ghost' }),
    bad('that reads itself', 'model.unsupported_model', { reads: 'map' }),
    bad('that does not look', 'model.unsupported_model', { reads: 'kernel' }),
    bad('without output', 'model.onnx_output', { outputs: [] }),
    bad('with two outputs', 'model.onnx_output', { outputs: ['map', 'seen'] }),
    bad('with an output of nothing', 'model.unsupported_model', { outputs: ['ghost'] }),
    bad('without weights', 'model.onnx_no_weights', { operator: 'Relu', weightless: true }),
    bad('of 6,000 operators', 'model.onnx_too_large', { copies: 6000 }),
    bad('of 11,000 weights', 'model.onnx_too_large', { weights: 11_000 }),
  ];
}

function makeBroken(): HostileOnnx[] {
  const good = makeOnnx({});
  const broken = (name: string, bytes: Uint8Array): HostileOnnx => ({
    ...{ name: `onnx: ${name}`, bytes, code: 'model.unreadable' },
  });
  return [
    ...[1, 3, 9, 40, good.length - 1].map((length) =>
      broken(`cut off after ${String(length)} bytes`, good.subarray(0, length)),
    ),
    broken('nothing', new Uint8Array(0)),
    broken('zeros', new Uint8Array(64)),
    broken('a number without end', new Uint8Array(64).fill(0xff)),
    broken('a length of 2^63', Uint8Array.of(0x3a, ...Array<number>(8).fill(0xff), 0x7f)),
    broken('text', new TextEncoder().encode('model')),
    broken('a million fields', new Uint8Array(2_000_000).fill(0x08)),
  ];
}

interface Faults {
  opset?: number;
  domain?: string;
  operator?: string;
  attribute?: MessageWriter;
  external?: string;
  type?: number;
  dims?: number[];
  input?: (number | string)[];
  inputs?: number;
  reads?: string;
  outputs?: string[];
  functions?: boolean;
  sparse?: boolean;
  twice?: boolean;
  weightless?: boolean;
  copies?: number;
  weights?: number;
}

/** picture (3 x 8 x 8) -> Conv (2 maps) -> Relu: a good file, but for its faults. */
export function makeOnnx(faults: Faults): Uint8Array {
  const { opset = 17, outputs = ['seen'], inputs = 1, copies = 1 } = faults;
  const graph = createMessage();
  graph.message(1, writeConvolution(faults));
  for (let copy = 0; copy < copies; copy += 1) graph.message(1, writeNode('Relu', ['map'], 'seen'));
  graph.text(2, 'graph');
  const kernel = writeKernel(faults, 'kernel');
  graph.message(5, kernel);
  if (faults.twice) graph.message(5, kernel);
  for (let more = 1; more < (faults.weights ?? 1); more += 1)
    graph.message(5, writeKernel(faults, `kernel${String(more)}`));
  for (let at = 0; at < inputs; at += 1)
    graph.message(11, writePort(`picture${at === 0 ? '' : String(at)}`, faults.input));
  for (const output of outputs) graph.message(12, writePort(output, ['batch', 2, 6, 6]));
  if (faults.sparse) graph.message(15, createMessage());
  const model = createMessage()
    .integer(1, 8)
    .message(7, graph)
    .message(8, createMessage().text(1, '').integer(2, opset));
  if (faults.functions) model.message(25, createMessage().text(1, 'evil'));
  return model.finish();
}

function writeConvolution({ operator, domain, attribute, reads, weightless }: Faults) {
  const inputs = [reads ?? 'picture', ...(weightless ? [] : ['kernel'])];
  const node = writeNode(operator ?? 'Conv', inputs, 'map');
  if (attribute) node.message(5, attribute);
  return domain === undefined ? node : node.text(7, domain);
}

function writeNode(operator: string, inputs: readonly string[], output: string): MessageWriter {
  const node = createMessage();
  for (const input of inputs) node.text(1, input);
  return node.text(2, output).text(4, operator);
}

function writeKernel({ external, type = 1, dims = [2, 3, 3, 3] }: Faults, name: string) {
  const values = new Uint8Array(new Float32Array(54).fill(0.1).buffer);
  const tensor = createMessage().integers(1, dims).integer(2, type).text(8, name);
  if (external === undefined) return tensor.bytes(9, values);
  if (external !== '') tensor.message(13, createMessage().text(1, 'location').text(2, external));
  return tensor.integer(14, 1);
}

function writePort(name: string, shape: readonly (number | string)[] = ['batch', 3, 8, 8]) {
  const sizes = createMessage();
  for (const size of shape) {
    const one = createMessage();
    sizes.message(1, typeof size === 'string' ? one.text(2, size) : one.integer(1, size));
  }
  const tensor = createMessage().integer(1, 1).message(2, sizes);
  return createMessage().text(1, name).message(2, createMessage().message(1, tensor));
}

function graphAttribute(): MessageWriter {
  return createMessage().text(1, 'body').message(6, createMessage()).integer(20, 5);
}

function longAttribute(): MessageWriter {
  return createMessage().text(1, 'alpha').bytes(8, new Uint8Array(5000).fill(1)).integer(20, 7);
}

function floatAttribute(value: number): MessageWriter {
  return createMessage().text(1, 'alpha').float(2, value).integer(20, 1);
}
