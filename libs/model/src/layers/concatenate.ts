import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import type { Shape } from '../model-spec';
import { describeShape, type Misfit } from './shape-arithmetic';

const config = z.strictObject({
  /** As in Keras: the batch is axis 0, the last axis is -1. */
  axis: z.int().min(-4).max(4).default(-1),
});
export type ConcatenateConfig = z.infer<typeof config>;

/** Inputs side by side along one axis. */
export const concatenate: LayerClass<typeof config> = {
  class: 'Concatenate',
  config,
  inferShape(inputs, { axis }) {
    const [first, ...others] = inputs;
    if (!first || others.length === 0) {
      return { misfit: `It joins two or more inputs, but ${inputs.length} are connected.` };
    }
    const position = axis < 0 ? first.length + axis : axis - 1;
    if (position < 0 || position >= first.length) {
      return { misfit: `Axis ${axis} does not exist in its input of ${describeShape(first)}.` };
    }
    return others.reduce<Shape | Misfit>(
      (joined, other) => ('misfit' in joined ? joined : join(joined, other, position)),
      first,
    );
  },
  weights: () => [],
  onnx: true,
};

function join(a: Shape, b: Shape, position: number): Shape | Misfit {
  const fits =
    a.length === b.length && a.every((size, axis) => axis === position || size === b[axis]);
  if (!fits) return { misfit: `Its inputs differ: ${describeShape(a)} and ${describeShape(b)}.` };
  return a.map((size, axis) => (axis === position ? size + (b[axis] ?? 0) : size));
}
