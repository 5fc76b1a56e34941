import {
  floatAttribute,
  graphAttribute,
  longAttribute,
  makeOnnx,
  type Faults,
  type Growth,
} from './write-onnx';

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
    bad('of whole numbers in a thousand pieces', 'model.onnx_type', { pieces: 1000 }),
    bad('of 11,000 weights', 'model.onnx_too_large', { weights: 11_000 }),
  ];
}

/** Two maps of so many values a side take 10 GB. */
const SIDE = 36_864;

/**
 * Small files, sound to read, whose values would take 10 GB and more while they run. Each is refused with
 * `model.onnx_memory` where an engine may take less.
 */
export function makeGreedyOnnx(): HostileOnnx[] {
  const greedy = (name: string, growth: Growth): HostileOnnx => ({
    ...{ name: `onnx: ${name}`, code: 'model.onnx_memory', bytes: makeOnnx({ growth }) },
  });
  return [
    greedy('tiles without end', { operator: 'Tile', sizes: [1, 1, SIDE / 6, SIDE / 6] }),
    greedy('one value spread over a wall', { operator: 'Expand', sizes: [1, 2, SIDE, SIDE] }),
    greedy('a constant wall', { operator: 'ConstantOfShape', sizes: [1, 2, SIDE, SIDE] }),
    greedy('a convolution that looks far beyond the picture', {
      ...{ operator: 'Conv', sizes: [SIDE / 2, SIDE / 2, SIDE / 2, SIDE / 2] },
    }),
    greedy('an endless edge', { operator: 'Pad', sizes: [0, 0, 0, 0, 0, 0, SIDE, SIDE] }),
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
