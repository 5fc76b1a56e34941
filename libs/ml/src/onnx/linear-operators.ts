import type {
  Conv2DConfig,
  DenseConfig,
  DepthwiseConv2DConfig,
  SeparableConv2DConfig,
  Shape,
} from '@graft/model';
import { writeActivation } from './activation-operators';
import {
  firstInput,
  type ChannelFold,
  type LayerOperator,
  type OperatorCall,
} from './layer-operator';
import { computePads, type SlidingWindow } from './pads';

/** Geometry that all convolutions share. */
interface Convolution {
  readonly input: string;
  /** Height, width and channels of what it reads. */
  readonly shape: Shape;
  readonly window: SlidingWindow;
  readonly groups: number;
  /** Outputs x inputs per group x height x width. */
  readonly kernelShape: readonly number[];
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

export const conv2d: LayerOperator<Conv2DConfig> = (call) => {
  const { config, fold } = call;
  const { name, shape } = firstInput(call);
  const [height, width] = config.kernelSize;
  const sizes = [height, width, shape[2] ?? 1, config.filters] as const;
  const output = writeConvolution(call, {
    input: name,
    shape,
    window: windowOf(config),
    groups: 1,
    kernelShape: [sizes[3], sizes[2], height, width],
    kernel: scaleRows(permuteToOihw(call.weight('kernel'), sizes), config.filters, fold),
    bias: foldBias(call.weight('bias'), config.filters, fold),
  });
  return writeActivation(call.graph, output, config.activation, call.outputShape);
};

export const depthwiseConv2d: LayerOperator<DepthwiseConv2DConfig> = (call) => {
  const channels = call.outputShape[2] ?? 1;
  const output = writeDepthwise(call, call.fold, call.weight('bias'), channels);
  return writeActivation(call.graph, output, call.config.activation, call.outputShape);
};

export const separableConv2d: LayerOperator<SeparableConv2DConfig> = (call) => {
  const { config, fold } = call;
  const deep = (firstInput(call).shape[2] ?? 1) * config.depthMultiplier;
  const input = writeDepthwise(call, null, new Float32Array(0), deep);
  const sizes = [1, 1, deep, config.filters] as const;
  const output = writeConvolution(call, {
    input,
    shape: [...call.outputShape.slice(0, 2), deep],
    window: { size: [1, 1], strides: [1, 1], padding: 'valid', dilation: [1, 1] },
    groups: 1,
    kernelShape: [config.filters, deep, 1, 1],
    kernel: scaleRows(permuteToOihw(call.weight('pointwise_kernel'), sizes), config.filters, fold),
    bias: foldBias(call.weight('bias'), config.filters, fold),
  });
  return writeActivation(call.graph, output, config.activation, call.outputShape);
};

export const dense: LayerOperator<DenseConfig> = (call) => {
  const { graph, config, fold, name } = call;
  const input = firstInput(call);
  const { units } = config;
  const kernel = call.weight('kernel').map((value, at) => value * (fold?.scale[at % units] ?? 1));
  const bias = foldBias(call.weight('bias'), units, fold);
  const output = graph.operate('Gemm', [
    input.name,
    graph.floats(`${name}/kernel`, [input.shape[0] ?? 1, units], kernel),
    graph.floats(`${name}/bias`, [units], bias),
  ]);
  return writeActivation(graph, output, config.activation, call.outputShape);
};

/** TensorFlow orders the outputs of a depthwise convolution by channel, then by multiplier. */
function writeDepthwise(
  call: OperatorCall<DepthwiseConv2DConfig | SeparableConv2DConfig>,
  fold: ChannelFold | null,
  bias: Float32Array,
  outputs: number,
): string {
  const { name, shape } = firstInput(call);
  const [height, width] = call.config.kernelSize;
  const kernel = permuteToOihw(call.weight('depthwise_kernel'), [height, width, 1, outputs]);
  return writeConvolution(call, {
    input: name,
    shape,
    window: windowOf(call.config),
    groups: shape[2] ?? 1,
    kernelShape: [outputs, 1, height, width],
    kernel: scaleRows(kernel, outputs, fold),
    bias: foldBias(bias, outputs, fold),
  });
}

function writeConvolution(
  { graph, name }: Pick<OperatorCall, 'graph' | 'name'>,
  convolution: Convolution,
): string {
  const { input, shape, window, groups, kernelShape, kernel, bias } = convolution;
  return graph.operate(
    'Conv',
    [
      input,
      graph.floats(`${name}/kernel`, kernelShape, kernel),
      graph.floats(`${name}/bias`, [bias.length], bias),
    ],
    {
      kernel_shape: { kind: 'integers', value: window.size },
      strides: { kind: 'integers', value: window.strides },
      dilations: { kind: 'integers', value: window.dilation },
      group: { kind: 'integer', value: groups },
      pads: { kind: 'integers', value: computePads(shape, window) },
    },
  );
}

function windowOf({
  kernelSize,
  strides,
  padding,
  dilation,
}: DepthwiseConv2DConfig | Conv2DConfig): SlidingWindow {
  return { size: kernelSize, strides, padding, dilation };
}

/** Height x width x inputs x outputs becomes outputs x inputs x height x width. */
function permuteToOihw(
  kernel: Float32Array,
  [height, width, inputs, outputs]: readonly [number, number, number, number],
): Float32Array {
  const permuted = new Float32Array(kernel.length);
  const area = height * width;
  for (let at = 0; at < area; at++) {
    for (let input = 0; input < inputs; input++) {
      for (let output = 0; output < outputs; output++) {
        const from = (at * inputs + input) * outputs + output;
        permuted[(output * inputs + input) * area + at] = kernel[from] ?? 0;
      }
    }
  }
  return permuted;
}

/** Multiplies the kernel of each output channel by its factor. */
function scaleRows(kernel: Float32Array, outputs: number, fold: ChannelFold | null): Float32Array {
  if (!fold) return kernel;
  const row = kernel.length / outputs;
  const scaled = new Float32Array(kernel.length);
  for (let output = 0; output < outputs; output++) {
    const factor = fold.scale[output] ?? 1;
    for (let at = output * row; at < (output + 1) * row; at++) {
      scaled[at] = (kernel[at] ?? 0) * factor;
    }
  }
  return scaled;
}

function foldBias(bias: Float32Array, channels: number, fold: ChannelFold | null): Float32Array {
  return Float32Array.from({ length: channels }, (_, channel) => {
    const own = bias[channel] ?? 0;
    return own * (fold?.scale[channel] ?? 1) + (fold?.shift[channel] ?? 0);
  });
}
