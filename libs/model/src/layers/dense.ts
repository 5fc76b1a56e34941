import { z } from 'zod';
import type { LayerClass, WeightSlot } from '../layer-class';
import { activationField } from './config-fields';
import { biasSlot } from './conv2d';
import { describeShape, isMisfit, refuseLoneSoftmax, takeOne } from './shape-arithmetic';

const config = z.strictObject({
  units: z.int().min(1).max(1_000_000),
  useBias: z.boolean().default(true),
  activation: activationField.default('linear'),
});
export type DenseConfig = z.infer<typeof config>;

/** Every unit reads every value; kernel of inputs x units. */
export const dense: LayerClass<typeof config> = {
  class: 'Dense',
  config,
  inferShape(inputs, { units, activation }) {
    const input = takeOne(inputs);
    if (isMisfit(input)) return input;
    if (input.length !== 1) {
      return {
        misfit:
          `A dense layer takes a row of values, but its input is ${describeShape(input)}. ` +
          'Put a global pooling or a flatten layer before it.',
      };
    }
    return refuseLoneSoftmax(activation, units) ?? [units];
  },
  weights(inputs, { units, useBias }) {
    const input = takeOne(inputs);
    if (isMisfit(input)) return [];
    const kernel: WeightSlot = {
      role: 'kernel',
      shape: [input.at(-1) ?? 1, units],
      initialiser: 'glorotUniform',
      gradient: true,
    };
    return useBias ? [kernel, biasSlot(units)] : [kernel];
  },
  onnx: true,
};
