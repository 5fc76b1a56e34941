import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { isMisfit, refuseOtherRank } from './shape-arithmetic';

const config = z.strictObject({});

/** A layer class of the given name that makes one row of a sequence of rows. */
export function defineSequencePooling(name: string): LayerClass<typeof config> {
  return {
    class: name,
    config,
    inferShape(inputs) {
      const sequence = refuseOtherRank(inputs, 2, 'a sequence of rows');
      return isMisfit(sequence) ? sequence : [sequence[1] ?? 1];
    },
    weights: () => [],
    onnx: false,
  };
}
