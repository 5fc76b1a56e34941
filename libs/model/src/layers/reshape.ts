import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { countElements, describeShape, isMisfit, takeOne } from './shape-arithmetic';

const config = z.strictObject({
  /** New sizes; one of them may be -1 and is then worked out. */
  targetShape: z
    .array(
      z
        .int()
        .min(-1)
        .refine((size) => size !== 0, 'a size of 0 holds nothing'),
    )
    .min(1)
    .max(4),
});
export type ReshapeConfig = z.infer<typeof config>;

/** The same values in another shape, last axis fastest. */
export const reshape: LayerClass<typeof config> = {
  class: 'Reshape',
  config,
  inferShape(inputs, { targetShape }) {
    const input = takeOne(inputs);
    if (isMisfit(input)) return input;
    const total = countElements(input);
    const known = countElements(targetShape.filter((size) => size > 0));
    const unknown = targetShape.filter((size) => size < 0).length;
    const fits = unknown === 0 ? known === total : unknown === 1 && total % known === 0;
    if (!fits) {
      return {
        misfit: `An input of ${describeShape(input)} can't become ${targetShape.join(' x ')}.`,
      };
    }
    return targetShape.map((size) => (size < 0 ? total / known : size));
  },
  weights: () => [],
  onnx: true,
};
