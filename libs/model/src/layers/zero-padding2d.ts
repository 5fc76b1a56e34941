import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { isMisfit, takeFeatureMap } from './shape-arithmetic';

const amount = z.int().min(0).max(4096);
const config = z.strictObject({
  /** Rows added above and below, then columns added left and right. */
  padding: z.tuple([z.tuple([amount, amount]), z.tuple([amount, amount])]).default([
    [1, 1],
    [1, 1],
  ]),
});
export type ZeroPadding2DConfig = z.infer<typeof config>;

/** Zeros around a feature map. */
export const zeroPadding2d: LayerClass<typeof config> = {
  class: 'ZeroPadding2D',
  config,
  inferShape(inputs, { padding: [rows, columns] }) {
    const map = takeFeatureMap(inputs);
    if (isMisfit(map)) return map;
    return [map[0] + rows[0] + rows[1], map[1] + columns[0] + columns[1], map[2]];
  },
  weights: () => [],
  onnx: true,
};
