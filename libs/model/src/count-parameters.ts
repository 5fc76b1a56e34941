import { nameWeight } from './build-spec';
import { listLearnedWeights } from './learned-weights';
import { countElements } from './layers/shape-arithmetic';
import type { LayerSpec, ModelSpec } from './model-spec';

export interface ParameterCount {
  total: number;
  /** Values that get a gradient; moving statistics are not counted, as in Keras. */
  trainable: number;
}

export interface ModelParameters extends ParameterCount {
  /** Blocks that hold weights, from the input on. */
  blocks: readonly (ParameterCount & { block: string })[];
}

const counted = new WeakMap<ModelSpec, ModelParameters>();

/** Counts the values of all weights, in all and by block; each spec, which never changes, once. */
export function countParameters(spec: ModelSpec): ModelParameters {
  const known = counted.get(spec);
  if (known !== undefined) return known;
  const counts = countAll(spec);
  counted.set(spec, counts);
  return counts;
}

function countAll(spec: ModelSpec): ModelParameters {
  const learned = new Set(
    listLearnedWeights(spec)
      .filter((weight) => weight.gradient)
      .map(({ layer, role }) => nameWeight(layer.name, role)),
  );
  const blocks = new Map<string, ParameterCount>();
  for (const layer of spec.layers) {
    if (layer.weights.length === 0) continue;
    const count = blocks.get(layer.block) ?? { total: 0, trainable: 0 };
    for (const weight of layer.weights) {
      const size = countElements(weight.shape);
      count.total += size;
      if (learned.has(weight.name)) count.trainable += size;
    }
    blocks.set(layer.block, count);
  }
  const counts = [...blocks.values()];
  return {
    total: counts.reduce((sum, each) => sum + each.total, 0),
    trainable: counts.reduce((sum, each) => sum + each.trainable, 0),
    blocks: Array.from(blocks, ([block, count]) => ({ block, ...count })),
  };
}

/** One line for the wire: "EfficientNet-Lite0, 142 of 144 layers frozen, 10 k trainable". */
export function summariseModel(spec: ModelSpec, name: string): string {
  const { trainable } = countParameters(spec);
  const frozen = countFrozenLayers(spec);
  const layers =
    frozen === 0 ? 'nothing frozen' : `${frozen} of ${spec.layers.length} layers frozen`;
  return `${name}, ${layers}, ${trainable === 0 ? 'nothing' : describeCount(trainable)} trainable`;
}

/**
 * A number of parameters in three digits: 512, 10.2 k, 4.69 M.
 * @param locale BCP 47 tag of the reader, who may write 4,69 M
 */
export function describeCount(count: number, locale = 'en'): string {
  for (const [size, unit] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (count < size * 0.9995) continue;
    const short = (count / size).toLocaleString(locale, { maximumSignificantDigits: 3 });
    return `${short} ${unit}`;
  }
  return count.toLocaleString(locale);
}

/** Layers that compute the same all through training, unless the model has nothing frozen at all. */
function countFrozenLayers(spec: ModelSpec): number {
  const isFrozen = (layer: LayerSpec) => layer.weights.length > 0 && !layer.trainable;
  if (!spec.layers.some(isFrozen)) return 0;
  const still = new Set<string>();
  for (const layer of spec.layers) {
    const follows = layer.weights.length === 0 && layer.inbound.every((name) => still.has(name));
    if (!layer.trainable && (isFrozen(layer) || follows)) still.add(layer.name);
  }
  return still.size;
}
