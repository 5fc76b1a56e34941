import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { takeOne } from './shape-arithmetic';

const config = z.strictObject({
  scale: z.number(),
  offset: z.number().default(0),
});
export type RescalingConfig = z.infer<typeof config>;

/** x * scale + offset. */
export const rescaling: LayerClass<typeof config> = {
  class: 'Rescaling',
  config,
  inferShape: (inputs) => takeOne(inputs),
  weights: () => [],
  onnx: true,
};
