import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { paddingField, sizeField } from './config-fields';
import { isMisfit, slideWindow, takeFeatureMap } from './shape-arithmetic';

/** Configuration that maximum and average pooling share. */
export const poolingConfig = z.strictObject({
  poolSize: sizeField.default([2, 2]),
  strides: sizeField.default([2, 2]),
  padding: paddingField.default('valid'),
});
export type Pooling2DConfig = z.infer<typeof poolingConfig>;

/** A pooling layer class of the given name: one value per window and channel. */
export function definePooling(name: string): LayerClass<typeof poolingConfig> {
  return {
    class: name,
    config: poolingConfig,
    inferShape(inputs, { poolSize, strides, padding }) {
      const map = takeFeatureMap(inputs);
      if (isMisfit(map)) return map;
      const size = slideWindow(map, { size: poolSize, strides, padding, dilation: [1, 1] });
      return isMisfit(size) ? size : [...size, map[2]];
    },
    weights: () => [],
    onnx: true,
  };
}
