import type { ModelSpec } from '../model-spec';

/**
 * Layers through whose single output tensor everything flows from input to output: the places where
 * a model can be cut without leaving a branch open. The input layer is not one of them.
 */
export function listCutPoints(spec: Pick<ModelSpec, 'layers'>): string[] {
  const position = new Map(spec.layers.map((layer, index) => [layer.name, index]));
  const lastReader = spec.layers.map(() => -1);
  spec.layers.forEach((layer, index) => {
    for (const source of layer.inbound) lastReader[position.get(source) ?? 0] = index;
  });
  const points: string[] = [];
  let furthest = -1;
  spec.layers.forEach((layer, index) => {
    // In topological order, a layer is such a place exactly when nothing before it is read after it.
    if (furthest <= index && layer.inbound.length > 0) points.push(layer.name);
    furthest = Math.max(furthest, lastReader[index] ?? -1);
  });
  return points;
}
