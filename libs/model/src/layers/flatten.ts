import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { countElements, isMisfit, takeOne } from './shape-arithmetic';

const config = z.strictObject({});

/** All values of an example in one row, last axis fastest. */
export const flatten: LayerClass<typeof config> = {
  class: 'Flatten',
  config,
  inferShape(inputs) {
    const input = takeOne(inputs);
    return isMisfit(input) ? input : [countElements(input)];
  },
  weights: () => [],
  onnx: true,
};
