import { findLayerClass } from './layer-registry';
import { countElements } from './layers/shape-arithmetic';
import type { LayerSpec } from './model-spec';

/**
 * Multiply-adds of one example through the given layers, estimated: kernels once per output
 * position, other layers one per output value.
 */
export function estimateMultiplyAdds(layers: readonly LayerSpec[]): number {
  return layers.reduce((sum, layer) => sum + estimateLayer(layer), 0);
}

function estimateLayer(layer: LayerSpec): number {
  if (layer.inbound.length === 0) return 0;
  const kernels = layer.weights.filter((weight) => weight.shape.length > 1);
  const cheap = kernels.length === 0 || findLayerClass(layer.class)?.looksUp === true;
  if (cheap) return countElements(layer.outputShape);
  const positions = countElements(layer.outputShape.slice(0, -1));
  return kernels.reduce((sum, kernel) => sum + positions * countElements(kernel.shape), 0);
}
