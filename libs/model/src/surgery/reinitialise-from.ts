import { UserError } from '@graft/errors';
import { initialise, misfitError, type InitialiserName } from '../build-spec';
import { FRESH_MOMENTUM } from '../fresh-momentum';
import { findSealed } from '../find-sealed';
import { inferLayer } from '../infer-layer';
import { isMisfit } from '../layers/shape-arithmetic';
import type { LayerSpec, ModelSpec, Shape } from '../model-spec';
import { resolveLayer, type LayerReference } from './resolve-layer';

/**
 * Draws new weights for a layer and all after it in the order of the model (Yosinski et al., 2014:
 * keep the first n layers). `initialiser` is for kernels; 'default' is each class's own. Biases and
 * normalisation start at their usual values, and normalisation trains its statistics anew, following
 * quickly (`FRESH_MOMENTUM`). What is frozen stays frozen.
 *
 * Throws UserError: `model.unknown_layer`, `model.unknown_block`, `model.sealed_layer`.
 */
export function reinitialiseFrom(
  spec: ModelSpec,
  reference: LayerReference,
  initialiser: InitialiserName | 'default',
  seed: number,
): ModelSpec {
  const first = spec.layers.indexOf(resolveLayer(spec, reference));
  const sealed = findSealed({ layers: spec.layers.slice(first) });
  if (sealed !== undefined) {
    throw new UserError({
      code: 'model.sealed_layer',
      message: `"${sealed.name}" came as an ONNX file and keeps its weights: it can't start anew. Take this node out, or a base whose layers Graft knows.`,
      details: { layer: sealed.name },
    });
  }
  const shapes = new Map(
    spec.layers.map((layer): [string, Shape] => [layer.name, layer.outputShape]),
  );
  const layers = spec.layers.map((layer, index) =>
    index < first ? layer : renew(layer, shapes, initialiser, seed),
  );
  return { ...spec, layers };
}

function renew(
  layer: LayerSpec,
  shapes: ReadonlyMap<string, Shape>,
  initialiser: InitialiserName | 'default',
  seed: number,
): LayerSpec {
  if (layer.weights.length === 0) return layer;
  const inferred = inferLayer(
    layer.class,
    layer.config,
    layer.inbound.map((name) => shapes.get(name) ?? []),
  );
  if (isMisfit(inferred)) throw misfitError(layer.name, inferred.misfit);
  const weights = inferred.slots.map((slot) => {
    const isKernel = slot.initialiser !== 'zeros' && slot.initialiser !== 'ones';
    return initialise(
      layer.name,
      slot,
      seed,
      isKernel && initialiser !== 'default' ? initialiser : slot.initialiser,
    );
  });
  return layer.statistics ? { ...followFast(layer), weights } : { ...layer, weights };
}

function followFast(layer: LayerSpec): LayerSpec {
  const { momentum } = layer.config;
  const slow = typeof momentum !== 'number' || momentum > FRESH_MOMENTUM;
  const config = slow ? { ...layer.config, momentum: FRESH_MOMENTUM } : layer.config;
  return { ...layer, config, statistics: 'trained' };
}
