import { z } from 'zod';
import type { LayerClass, WeightSlot } from '../layer-class';
import { convolutionFields, filtersField } from './config-fields';
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
});
export type Conv2DConfig = z.infer<typeof config>;

/** 2-D convolution; kernel of height x width x input channels x filters. */
export const conv2d: LayerClass<typeof config> = {
  class: 'Conv2D',
  config,
  inferShape(inputs, { filters, kernelSize, strides, padding, dilation, activation }) {
    const map = takeFeatureMap(inputs);
    if (isMisfit(map)) return map;
    const refused =
      refuseStridedDilation(strides, dilation) ?? refuseLoneSoftmax(activation, filters);
    if (refused) return refused;
    const size = slideWindow(map, { size: kernelSize, strides, padding, dilation });
    return isMisfit(size) ? size : [...size, filters];
  },
  weights(inputs, { filters, kernelSize, useBias }) {
    const map = takeFeatureMap(inputs);
    if (isMisfit(map)) return [];
    const kernel: WeightSlot = {
      role: 'kernel',
      shape: [...kernelSize, map[2], filters],
      initialiser: 'glorotUniform',
      gradient: true,
    };
    return useBias ? [kernel, biasSlot(filters)] : [kernel];
  },
  onnx: true,
};

/** One bias per output channel, zero at first. */
export function biasSlot(channels: number): WeightSlot {
  return { role: 'bias', shape: [channels], initialiser: 'zeros', gradient: true };
}
