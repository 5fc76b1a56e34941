import { z } from 'zod';
import type { LayerClass, WeightSlot } from '../layer-class';
import { isMisfit, takeOne } from './shape-arithmetic';

const config = z.strictObject({
  epsilon: z.number().positive().max(1).default(1e-3),
  momentum: z.number().min(0).max(1).default(0.99),
  center: z.boolean().default(true),
  scale: z.boolean().default(true),
});
export type BatchNormalizationConfig = z.infer<typeof config>;

/** Normalisation over the last axis (Ioffe and Szegedy, 2015), with the defaults of Keras. */
export const batchNormalization: LayerClass<typeof config> = {
  class: 'BatchNormalization',
  config,
  inferShape: (inputs) => takeOne(inputs),
  weights(inputs, { center, scale }) {
    const input = takeOne(inputs);
    if (isMisfit(input)) return [];
    const shape = input.slice(-1);
    const slots: WeightSlot[] = [];
    if (scale) slots.push({ role: 'gamma', shape, initialiser: 'ones', gradient: true });
    if (center) slots.push({ role: 'beta', shape, initialiser: 'zeros', gradient: true });
    slots.push({ role: 'moving_mean', shape, initialiser: 'zeros', gradient: false });
    slots.push({ role: 'moving_variance', shape, initialiser: 'ones', gradient: false });
    return slots;
  },
  onnx: true,
};
