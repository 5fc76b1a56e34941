import { z } from 'zod';
import type { LayerClass, WeightSlot } from '../layer-class';
import { convolutionFields, type Size } from './config-fields';
import { biasSlot } from './conv2d';
import {
  isMisfit,
  refuseStridedDilation,
  slideWindow,
  takeFeatureMap,
  type Misfit,
} from './shape-arithmetic';

const config = z.strictObject({
  ...convolutionFields,
  depthMultiplier: z.int().min(1).max(1024).default(1),
});
export type DepthwiseConv2DConfig = z.infer<typeof config>;

/** Convolution of every channel by itself; kernel of height x width x channels x multiplier. */
export const depthwiseConv2d: LayerClass<typeof config> = {
  class: 'DepthwiseConv2D',
  config,
  inferShape(inputs, { kernelSize, strides, padding, dilation, depthMultiplier }) {
    const map = takeFeatureMap(inputs);
    if (isMisfit(map)) return map;
    const refused = refuseUnequalStrides(strides) ?? refuseStridedDilation(strides, dilation);
    if (refused) return refused;
    const size = slideWindow(map, { size: kernelSize, strides, padding, dilation });
    return isMisfit(size) ? size : [...size, map[2] * depthMultiplier];
  },
  weights(inputs, { kernelSize, depthMultiplier, useBias }) {
    const map = takeFeatureMap(inputs);
    if (isMisfit(map)) return [];
    const kernel = depthwiseSlot(kernelSize, map[2], depthMultiplier);
    return useBias ? [kernel, biasSlot(map[2] * depthMultiplier)] : [kernel];
  },
  onnx: true,
};

export function depthwiseSlot(kernelSize: Size, channels: number, multiplier: number): WeightSlot {
  return {
    role: 'depthwise_kernel',
    shape: [...kernelSize, channels, multiplier],
    initialiser: 'glorotUniform',
    gradient: true,
  };
}

/** TensorFlow's depthwise kernel supports equal strides only. */
export function refuseUnequalStrides(strides: Size): Misfit | undefined {
  if (strides[0] === strides[1]) return undefined;
  return { misfit: `A depthwise convolution needs equal strides, but has ${strides.join(' x ')}.` };
}
