import type {
  ConcatenateConfig,
  Pooling2DConfig,
  RescalingConfig,
  Shape,
  ZeroPadding2DConfig,
} from '@graft/model';
import { UnexpectedError } from '@graft/errors';
import {
  channelShape,
  firstInput,
  isFeatureMap,
  type LayerOperator,
  type OperatorCall,
} from './layer-operator';
import type { OnnxGraph } from './onnx-graph';
import { computePads } from './pads';

const TO_CHANNELS_LAST = [0, 2, 3, 1];
const TO_CHANNELS_FIRST = [0, 3, 1, 2];
/** Where batch, height, width and channels lie in a feature map of the graph. */
const MAP_AXES = [0, 2, 3, 1];

export function writeTranspose(
  graph: OnnxGraph,
  input: string,
  to: 'first' | 'last',
  output?: string,
): string {
  const value = to === 'first' ? TO_CHANNELS_FIRST : TO_CHANNELS_LAST;
  return graph.operate('Transpose', [input], { perm: { kind: 'integers', value } }, output);
}

export const maxPooling2d: LayerOperator<Pooling2DConfig> = (call) => writePool(call, 'MaxPool');
export const averagePooling2d: LayerOperator<Pooling2DConfig> = (call) =>
  writePool(call, 'AveragePool');

/** Padding does not count in ONNX's average by default, nor does it in TensorFlow's. */
function writePool(call: OperatorCall<Pooling2DConfig>, operator: string): string {
  const { graph, config } = call;
  const { name, shape } = firstInput(call);
  const { poolSize, strides, padding } = config;
  const pads = computePads(shape, { size: poolSize, strides, padding, dilation: [1, 1] });
  return graph.operate(operator, [name], {
    kernel_shape: { kind: 'integers', value: poolSize },
    strides: { kind: 'integers', value: strides },
    pads: { kind: 'integers', value: pads },
  });
}

export const globalAveragePooling2d: LayerOperator = (call) =>
  writeGlobalPool(call, 'GlobalAveragePool');
export const globalMaxPooling2d: LayerOperator = (call) => writeGlobalPool(call, 'GlobalMaxPool');

function writeGlobalPool(call: OperatorCall<never>, operator: string): string {
  const pooled = call.graph.operate(operator, [firstInput(call).name]);
  return call.graph.operate('Flatten', [pooled], { axis: { kind: 'integer', value: 1 } });
}

export const add: LayerOperator = (call) => writeElementwise(call, 'Add');
export const multiply: LayerOperator = (call) => writeElementwise(call, 'Mul');

function writeElementwise({ graph, inputs, name }: OperatorCall<never>, operator: string): string {
  const [first, ...others] = inputs;
  if (inputs.some(({ shape }) => shape.length !== first?.shape.length)) {
    throw new UnexpectedError({
      code: 'onnx.ranks',
      message: `Layer "${name}" combines inputs with different numbers of dimensions, which the ONNX exporter can't write.`,
    });
  }
  return others.reduce(
    (sum, input) => graph.operate(operator, [sum, input.name]),
    first?.name ?? '',
  );
}

export const concatenate: LayerOperator<ConcatenateConfig> = (call) => {
  const { graph, inputs, config } = call;
  const rank = firstInput(call).shape.length + 1;
  const axis = config.axis < 0 ? rank + config.axis : config.axis;
  const value = isFeatureMap(firstInput(call).shape) ? (MAP_AXES[axis] ?? axis) : axis;
  return graph.operate(
    'Concat',
    inputs.map(({ name }) => name),
    { axis: { kind: 'integer', value } },
  );
};

export const flatten: LayerOperator = (call) => writeReshape(call);
export const reshape: LayerOperator = (call) => writeReshape(call);

/** The order of values is that of channels last, so a feature map is turned round first. */
function writeReshape(call: OperatorCall<never>): string {
  const { graph, outputShape, name } = call;
  const input = firstInput(call);
  const last = isFeatureMap(input.shape) ? writeTranspose(graph, input.name, 'last') : input.name;
  const sizes = graph.integers(`${name}/shape`, [-1, ...outputShape]);
  const reshaped = graph.operate('Reshape', [last, sizes]);
  return isFeatureMap(outputShape) ? writeTranspose(graph, reshaped, 'first') : reshaped;
}

export const zeroPadding2d: LayerOperator<ZeroPadding2DConfig> = (call) => {
  const [[top, bottom], [left, right]] = call.config.padding;
  const pads = call.graph.integers(`${call.name}/pads`, [0, 0, top, left, 0, 0, bottom, right]);
  return call.graph.operate('Pad', [firstInput(call).name, pads]);
};

export const rescaling: LayerOperator<RescalingConfig> = (call) => {
  const { graph, config } = call;
  const scaled = graph.operate('Mul', [
    firstInput(call).name,
    graph.floats('scale', [], [config.scale]),
  ]);
  return graph.operate('Add', [scaled, graph.floats('offset', [], [config.offset])]);
};

/** The identity: nothing is random once a model is exported. */
export const dropout: LayerOperator = (call) => firstInput(call).name;

/** x * scale + shift for every channel, where no linear layer could take it in. */
export function writeChannelAffine(
  graph: OnnxGraph,
  input: string,
  shape: Shape,
  { scale, shift }: { scale: Float64Array; shift: Float64Array },
): string {
  const sizes = channelShape(shape, scale.length);
  const scaled = graph.operate('Mul', [
    input,
    graph.floats('scale', sizes, Float32Array.from(scale)),
  ]);
  return graph.operate('Add', [scaled, graph.floats('shift', sizes, Float32Array.from(shift))]);
}
