import { digestJson } from '@graft/graph';
import { estimateMultiplyAdds } from './estimate-cost';
import { collectAncestors } from './layer-graph';
import { countElements } from './layers/shape-arithmetic';
import type { LayerSpec, ModelSpec, Shape } from './model-spec';

/** The part of a model that training can't change and that draws no random numbers. */
export interface FrozenPrefix {
  /**
   * That part by itself, everything in it frozen; equal bases give equal specs, whatever follows.
   * `output` is the last layer of `cut`. With more than one, check it with `checkSpec(spec, cut)`.
   */
  spec: ModelSpec;
  /** Layers whose outputs cross the cut, in the order of the model: the feature is their tuple. */
  cut: readonly string[];
  /** Shapes of the tensors of `cut`, one each. */
  featureShapes: readonly Shape[];
  /** Bytes of one example's feature in float32. */
  featureBytes: number;
  /** Multiply-adds of one example through the prefix, and through the rest. */
  multiplyAdds: number;
  suffixMultiplyAdds: number;
}

/** The rest of a model behind a cut: it reads the tensors of the cut instead of examples. */
export interface ModelSuffix {
  inputs: readonly { name: string; shape: Shape }[];
  /** In topological order, as in the model. Empty when the model ends at the cut. */
  layers: readonly LayerSpec[];
  output: string;
  labels: readonly string[] | null;
}

/**
 * Finds the frozen prefix: the layers with no trainable and no acting random layer among themselves
 * and their ancestors. A frozen dropout is the identity, so it belongs to it. Null when there is no
 * weight in it: such a prefix costs less to run than its features cost to store.
 */
export function findFrozenPrefix(spec: ModelSpec): FrozenPrefix | null {
  const fixed = collectFixed(spec);
  const crossing = new Set(
    spec.layers.filter((layer) => !fixed.has(layer.name)).flatMap((layer) => layer.inbound),
  );
  const cutLayers = spec.layers.filter(
    (layer) => fixed.has(layer.name) && (crossing.has(layer.name) || layer.name === spec.output),
  );
  const prefix = spec.layers.filter((layer) => fixed.has(layer.name));
  if (!prefix.some((layer) => layer.weights.length > 0)) return null;
  const featureShapes = cutLayers.map((layer) => layer.outputShape);
  return {
    spec: {
      ...spec,
      layers: prefix.map(makeFrozen),
      output: cutLayers.at(-1)?.name ?? spec.output,
      featureLayer: null,
      labels: null,
    },
    cut: cutLayers.map((layer) => layer.name),
    featureShapes,
    featureBytes: 4 * featureShapes.reduce((sum, shape) => sum + countElements(shape), 0),
    multiplyAdds: estimateMultiplyAdds(prefix),
    suffixMultiplyAdds: estimateMultiplyAdds(spec.layers.filter((layer) => !fixed.has(layer.name))),
  };
}

/** The layers behind a cut. `cut` must separate them from the input, as that of a frozen prefix does. */
export function suffixOf(spec: ModelSpec, cut: readonly string[]): ModelSuffix {
  const prefix = collectAncestors(spec, cut);
  return {
    inputs: spec.layers
      .filter((layer) => cut.includes(layer.name))
      .map((layer) => ({ name: layer.name, shape: layer.outputShape })),
    layers: spec.layers.filter((layer) => !prefix.has(layer.name)),
    output: spec.output,
    labels: spec.labels,
  };
}

/** SHA-256 of a spec's canonical JSON: its identity. */
export function digestSpec(spec: ModelSpec): string {
  return digestJson(spec);
}

function collectFixed(spec: ModelSpec): ReadonlySet<string> {
  const fixed = new Set<string>();
  for (const layer of spec.layers) {
    if (!layer.trainable && layer.inbound.every((name) => fixed.has(name))) fixed.add(layer.name);
  }
  return fixed;
}

/** How a frozen layer would treat its statistics has no effect, so it must not tell specs apart. */
function makeFrozen(layer: LayerSpec): LayerSpec {
  return layer.statistics ? { ...layer, trainable: false, statistics: 'kept' } : layer;
}
