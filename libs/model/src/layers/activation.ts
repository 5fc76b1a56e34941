import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { activationField } from './config-fields';
import { isMisfit, refuseLoneSoftmax, takeOne } from './shape-arithmetic';

const config = z.strictObject({ activation: activationField });
export type ActivationConfig = z.infer<typeof config>;

/** An element-wise function, or a softmax over the last axis. */
export const activation: LayerClass<typeof config> = {
  class: 'Activation',
  config,
  inferShape(inputs, { activation: name }) {
    const input = takeOne(inputs);
    if (isMisfit(input)) return input;
    return refuseLoneSoftmax(name, input.at(-1) ?? 1) ?? input;
  },
  weights: () => [],
  onnx: true,
};
