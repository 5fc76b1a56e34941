import { indexLayers } from './layer-graph';
import type { ModelSpec } from './model-spec';

/**
 * The layer whose output the classifier reads: what the model makes of an example before it decides.
 * Dropout in between is left out, because it does nothing outside training. Null for a model whose
 * last layer with weights reads several layers or the input itself.
 */
export function findPenultimate(spec: Pick<ModelSpec, 'layers' | 'output'>): string | null {
  const layers = indexLayers(spec);
  let layer = layers.get(spec.output);
  while (layer !== undefined && layer.weights.length === 0) layer = layers.get(soleInput(layer));
  let features = layers.get(soleInput(layer));
  while (features?.class === 'Dropout') features = layers.get(soleInput(features));
  if (features === undefined || features.inbound.length === 0) return null;
  return features.name;
}

function soleInput(layer: ModelSpec['layers'][number] | undefined): string {
  return layer?.inbound.length === 1 ? (layer.inbound[0] ?? '') : '';
}
