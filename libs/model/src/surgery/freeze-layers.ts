import { UserError } from '@graft/errors';
import { canTrain } from '../infer-layer';
import { HEAD_BLOCK, listBlocks } from '../layer-graph';
import type { LayerSpec, ModelSpec } from '../model-spec';
import { matchesPattern } from './match-pattern';
import { resolveLayer, type LayerReference } from './resolve-layer';

/** Which layers to freeze. Layers that a selection leaves out become trainable. */
export type FreezeSelection =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  /** That layer and all before it in the order of the model. */
  | { readonly kind: 'upTo'; readonly layer: LayerReference }
  /** All but the last `count` blocks that hold weights. */
  | { readonly kind: 'allButLastBlocks'; readonly count: number }
  /** Layers whose name matches; `*` is any characters, `?` one. */
  | { readonly kind: 'pattern'; readonly pattern: string };

export type StatisticsPolicy = NonNullable<LayerSpec['statistics']>;

/**
 * Sets what trains in the model below its head; the head itself is left as it is, so that freezing
 * before and after adding a head is the same. `statistics` is for batch normalisation that came
 * trained: layers that start from random weights always train theirs.
 *
 * Throws UserError: `model.unknown_layer`, `model.unknown_block`, `model.no_layer_matches`.
 */
export function freezeLayers(
  spec: ModelSpec,
  selection: FreezeSelection,
  statistics: StatisticsPolicy = 'kept',
): ModelSpec {
  const frozen = selectLayers(spec, selection);
  const layers = spec.layers.map((layer) => {
    if (layer.block === HEAD_BLOCK) return layer;
    const trainable = !frozen.has(layer.name) && canTrain(layer.class, layer.weights);
    if (layer.statistics === undefined) return { ...layer, trainable };
    return { ...layer, trainable, statistics: isFresh(layer) ? ('trained' as const) : statistics };
  });
  return { ...spec, layers };
}

/** Names of the layers that a selection freezes, head excluded. */
export function selectLayers(spec: ModelSpec, selection: FreezeSelection): ReadonlySet<string> {
  const body = spec.layers.filter((layer) => layer.block !== HEAD_BLOCK);
  return new Set(select(body, selection).map((layer) => layer.name));
}

function select(layers: readonly LayerSpec[], selection: FreezeSelection): readonly LayerSpec[] {
  switch (selection.kind) {
    case 'all':
      return layers;
    case 'none':
      return [];
    case 'upTo': {
      const last = resolveLayer({ layers: [...layers] }, selection.layer);
      return layers.slice(0, layers.indexOf(last) + 1);
    }
    case 'allButLastBlocks': {
      const blocks = listBlocks({ layers: [...layers] });
      const free = new Set(blocks.slice(Math.max(0, blocks.length - selection.count)));
      return layers.filter((layer) => !free.has(layer.block));
    }
    case 'pattern':
      return matchLayers(layers, selection.pattern);
  }
}

function matchLayers(layers: readonly LayerSpec[], pattern: string): readonly LayerSpec[] {
  const matched = layers.filter((layer) => matchesPattern(layer.name, pattern));
  if (matched.length > 0) return matched;
  throw new UserError({
    code: 'model.no_layer_matches',
    message: `No layer's name matches "${pattern}". A * stands for any characters: "block1*".`,
    details: { pattern },
  });
}

/** True when the layer's weights are drawn at random, so it has never been trained. */
export function isFresh(layer: LayerSpec): boolean {
  return layer.weights.some((weight) => weight.source.kind === 'initialiser');
}

/** Layers that would stay at random values: frozen, and never trained. */
export function listFrozenFresh(spec: ModelSpec): string[] {
  return spec.layers
    .filter((layer) => layer.weights.length > 0 && !layer.trainable && isFresh(layer))
    .map((layer) => layer.name);
}
