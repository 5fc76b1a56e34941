import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { takeOne } from './shape-arithmetic';

const config = z.strictObject({
  /** Upper limit of the output; null for none, 6 for ReLU6. */
  maxValue: z.number().positive().nullable().default(null),
  /** Slope below the threshold. */
  negativeSlope: z.number().min(0).default(0),
  threshold: z.number().min(0).default(0),
});
export type ReLUConfig = z.infer<typeof config>;

/** Rectified linear unit, as the Keras layer of that name. */
export const relu: LayerClass<typeof config> = {
  class: 'ReLU',
  config,
  inferShape: (inputs) => takeOne(inputs),
  weights: () => [],
  onnx: true,
};
