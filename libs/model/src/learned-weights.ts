import { findLayerClass } from './layer-registry';
import type { LayerWeight, WeightSlot } from './layer-class';
import type { LayerSpec, ModelSpec, Shape } from './model-spec';

/**
 * The weights that training changes, in the order of the model: those of trainable layers that get
 * a gradient, and moving statistics where they are trained. A checkpoint holds exactly these.
 */
export function listLearnedWeights(spec: ModelSpec): LayerWeight[] {
  const shapes = new Map(
    spec.layers.map((layer): [string, Shape] => [layer.name, layer.outputShape]),
  );
  return spec.layers
    .filter((layer) => layer.trainable)
    .flatMap((layer) =>
      slotsOf(layer, shapes)
        .filter((slot) => slot.gradient || layer.statistics === 'trained')
        .map(({ role, gradient }) => ({ layer, role, gradient })),
    );
}

/** The weights that a layer's class asks for, in the order of `layer.weights`. */
export function slotsOf(
  layer: LayerSpec,
  shapes: ReadonlyMap<string, Shape>,
): readonly WeightSlot[] {
  const layerClass = findLayerClass(layer.class);
  const inputs = layer.inbound.map((name) => shapes.get(name) ?? []);
  return layerClass?.weights(inputs, layerClass.config.parse(layer.config)) ?? [];
}
