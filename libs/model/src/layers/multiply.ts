import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { broadcast } from './shape-arithmetic';

const config = z.strictObject({});

/** Element-wise product. */
export const multiply: LayerClass<typeof config> = {
  class: 'Multiply',
  config,
  inferShape: (inputs) => broadcast(inputs),
  weights: () => [],
  onnx: true,
};
