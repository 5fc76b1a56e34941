import type { Shape } from '@graft/model';
import type { OnnxGraph } from './onnx-graph';

/**
 * A tensor in the graph. `shape` is that of the spec, height x width x channels for a feature map;
 * the graph itself holds feature maps channels first, everything else as the spec does.
 */
export interface OnnxValue {
  readonly name: string;
  readonly shape: Shape;
}

/** Factor and summand per output channel, from the normalisation that follows. */
export interface ChannelFold {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

export interface OperatorCall<Config = unknown> {
  readonly graph: OnnxGraph;
  /** Name of the layer. */
  readonly name: string;
  readonly config: Config;
  readonly inputs: readonly OnnxValue[];
  readonly outputShape: Shape;
  /** Empty for a weight that the configuration leaves out. */
  weight(role: string): Float32Array;
  readonly fold: ChannelFold | null;
}

/** Writes one layer and gives back the name of its output. */
export type LayerOperator<Config = never> = (call: OperatorCall<Config>) => string;

export function isFeatureMap(shape: Shape): boolean {
  return shape.length === 3;
}

export function firstInput({ inputs }: Pick<OperatorCall, 'inputs'>): OnnxValue {
  return inputs[0] ?? { name: '', shape: [] };
}

/** Values per channel, in a shape that broadcasts against the value. */
export function channelShape(shape: Shape, channels: number): number[] {
  return isFeatureMap(shape) ? [channels, 1, 1] : [channels];
}
