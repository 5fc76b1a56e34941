import { z } from 'zod';
import type { LayerClass, WeightSlot } from '../layer-class';
import { convolutionFields, filtersField } from './config-fields';
import { biasSlot } from './conv2d';
import { depthwiseSlot, refuseUnequalStrides } from './depthwise-conv2d';
import {
  isMisfit,
  refuseLoneSoftmax,
  refuseStridedDilation,
  slideWindow,
  takeFeatureMap,
} from './shape-arithmetic';

const config = z.strictObject({
  ...convolutionFields,
  filters: filtersField,
  depthMultiplier: z.int().min(1).max(1024).default(1),
});
export type SeparableConv2DConfig = z.infer<typeof config>;

/** A depthwise convolution, then a 1 x 1 convolution over the channels it made. */
export const separableConv2d: LayerClass<typeof config> = {
  class: 'SeparableConv2D',
  config,
  inferShape(inputs, { filters, kernelSize, strides, padding, dilation, activation }) {
    const map = takeFeatureMap(inputs);
    if (isMisfit(map)) return map;
    const refused =
      refuseUnequalStrides(strides) ??
      refuseStridedDilation(strides, dilation) ??
      refuseLoneSoftmax(activation, filters);
    if (refused) return refused;
    const size = slideWindow(map, { size: kernelSize, strides, padding, dilation });
    return isMisfit(size) ? size : [...size, filters];
  },
  weights(inputs, { filters, kernelSize, depthMultiplier, useBias }) {
    const map = takeFeatureMap(inputs);
    if (isMisfit(map)) return [];
    const pointwise: WeightSlot = {
      role: 'pointwise_kernel',
      shape: [1, 1, map[2] * depthMultiplier, filters],
      initialiser: 'glorotUniform',
      gradient: true,
    };
    const kernels = [depthwiseSlot(kernelSize, map[2], depthMultiplier), pointwise];
    return useBias ? [...kernels, biasSlot(filters)] : kernels;
  },
  onnx: true,
};
