import { z } from 'zod';
import type { LayerClass } from '../layer-class';

const config = z.strictObject({
  /** Shape of one example, without the batch dimension. */
  shape: z.array(z.int().min(1)).min(1).max(4),
});

/** Where examples enter the model. */
export const inputLayer: LayerClass<typeof config> = {
  class: 'InputLayer',
  config,
  inferShape: (inputs, { shape }) =>
    inputs.length === 0
      ? shape
      : { misfit: 'An input layer reads the data, so it takes no input.' },
  weights: () => [],
  onnx: true,
};
