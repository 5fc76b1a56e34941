import { findLayerClass } from './layer-registry';
import type { LayerSpec, ModelSpec } from './model-spec';

/** The layer of a model that runs as a whole, such as a graph that came as an ONNX file. */
export function findSealed(spec: Pick<ModelSpec, 'layers'>): LayerSpec | undefined {
  return spec.layers.find((layer) => findLayerClass(layer.class)?.sealed === true);
}
