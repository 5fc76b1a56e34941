import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { isMisfit, takeFeatureMap } from './shape-arithmetic';

const config = z.strictObject({});

/** A global pooling layer class of the given name: one value per channel. */
export function defineGlobalPooling(name: string): LayerClass<typeof config> {
  return {
    class: name,
    config,
    inferShape(inputs) {
      const map = takeFeatureMap(inputs);
      return isMisfit(map) ? map : [map[2]];
    },
    weights: () => [],
    onnx: true,
  };
}
