import { collectAncestors } from './layer-graph';
import type { ModelSpec } from './model-spec';
import { listCutPoints } from './surgery/list-cut-points';

/**
 * The last layer with a place for everything in the picture: its output is height x width x channels,
 * learned weights lead to it, and all that follows reads it alone. Null for a model without one.
 */
export function findLastMap(spec: Pick<ModelSpec, 'layers'>): string | null {
  const cutPoints = new Set(listCutPoints(spec));
  const found = spec.layers.findLast(({ name, outputShape }) => {
    const [height = 1, width = 1] = outputShape;
    if (!cutPoints.has(name) || outputShape.length !== 3 || height * width === 1) return false;
    const below = collectAncestors(spec, [name]);
    return spec.layers.some((layer) => below.has(layer.name) && layer.weights.length > 0);
  });
  return found?.name ?? null;
}
