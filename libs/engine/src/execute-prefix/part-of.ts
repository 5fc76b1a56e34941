import { collectAncestors, requireLayer, type ModelSpec, type WeightSpec } from '@graft/model';

/** What running a model up to some layers needs and gives. */
export interface ModelPartNeeds {
  readonly weights: readonly WeightSpec[];
  /** Output shapes without the batch dimension. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

/** Weights of the layers that lead to `outputs`, and the shapes of these. */
export function partOf(spec: ModelSpec, outputs: readonly string[]): ModelPartNeeds {
  const needed = collectAncestors(spec, outputs);
  return {
    weights: spec.layers.flatMap((layer) => (needed.has(layer.name) ? layer.weights : [])),
    shapes: Object.fromEntries(outputs.map((name) => [name, requireLayer(spec, name).outputShape])),
  };
}
