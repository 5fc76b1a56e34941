import { z } from 'zod';
import type { LayerClass, WeightSlot } from '../layer-class';
import { activationField, filtersField, paddingField } from './config-fields';
import { biasSlot } from './conv2d';
import { isMisfit, refuseOtherRank, slideWindow } from './shape-arithmetic';

const lengthField = z.int().min(1).max(4096);

const config = z.strictObject({
  filters: filtersField,
  kernelSize: lengthField,
  strides: lengthField.default(1),
  padding: paddingField.default('valid'),
  useBias: z.boolean().default(true),
  activation: activationField.default('linear'),
});
export type Conv1DConfig = z.infer<typeof config>;

/** Convolution over a sequence; kernel of length x input channels x filters. */
export const conv1d: LayerClass<typeof config> = {
  class: 'Conv1D',
  config,
  inferShape(inputs, { filters, kernelSize, strides, padding }) {
    const sequence = refuseOtherRank(inputs, 2, 'a sequence of rows');
    if (isMisfit(sequence)) return sequence;
    const [length = 1, channels = 1] = sequence;
    const size = slideWindow([length, 1, channels], {
      size: [kernelSize, 1],
      strides: [strides, 1],
      padding,
      dilation: [1, 1],
    });
    return isMisfit(size) ? size : [size[0], filters];
  },
  weights(inputs, { filters, kernelSize, useBias }) {
    const sequence = refuseOtherRank(inputs, 2, 'a sequence of rows');
    if (isMisfit(sequence)) return [];
    const kernel: WeightSlot = {
      role: 'kernel',
      shape: [kernelSize, sequence[1] ?? 1, filters],
      initialiser: 'glorotUniform',
      gradient: true,
    };
    return useBias ? [kernel, biasSlot(filters)] : [kernel];
  },
  onnx: false,
};
