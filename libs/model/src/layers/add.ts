import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { broadcast } from './shape-arithmetic';

const config = z.strictObject({});

/** Element-wise sum. */
export const add: LayerClass<typeof config> = {
  class: 'Add',
  config,
  inferShape: (inputs) => broadcast(inputs),
  weights: () => [],
  onnx: true,
};
