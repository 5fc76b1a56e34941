import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { takeOne } from './shape-arithmetic';

const config = z.strictObject({
  /** Share of values that are set to 0 while the layer acts, 0 to below 1. */
  rate: z.number().min(0).lt(1),
});
export type DropoutConfig = z.infer<typeof config>;

/** Inverted dropout (Srivastava et al., 2014): the identity unless the layer is trainable and trains. */
export const dropout: LayerClass<typeof config> = {
  class: 'Dropout',
  config,
  inferShape: (inputs) => takeOne(inputs),
  weights: () => [],
  random: true,
  onnx: true,
};
