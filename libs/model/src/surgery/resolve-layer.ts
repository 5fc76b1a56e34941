import { UserError } from '@graft/errors';
import { requireLayer } from '../layer-graph';
import type { LayerSpec, ModelSpec } from '../model-spec';

/**
 * How a person points at a layer: by its name (or the name of a block, which means the block's last
 * layer), by its position counted from 0 at the input, by block, or as the last one that stays when
 * a number of layers is removed from the end.
 */
export type LayerReference =
  string | number | { readonly block: string } | { readonly lastRemoved: number };

/** The layer meant. Throws UserError: `model.unknown_layer`, `model.unknown_block`, `model.nothing_left`. */
export function resolveLayer(
  spec: Pick<ModelSpec, 'layers'>,
  reference: LayerReference,
): LayerSpec {
  if (typeof reference === 'string') {
    const isLayer = spec.layers.some((layer) => layer.name === reference);
    return (
      (isLayer ? undefined : findLastOfBlock(spec, reference)) ?? requireLayer(spec, reference)
    );
  }
  if (typeof reference === 'number') return layerAt(spec, reference);
  if ('block' in reference)
    return findLastOfBlock(spec, reference.block) ?? refuseBlock(spec, reference.block);
  return layerBeforeLast(spec, reference.lastRemoved);
}

function findLastOfBlock(spec: Pick<ModelSpec, 'layers'>, block: string): LayerSpec | undefined {
  return spec.layers.findLast((layer) => layer.block === block);
}

function layerAt(spec: Pick<ModelSpec, 'layers'>, index: number): LayerSpec {
  const layer = Number.isInteger(index) && index >= 0 ? spec.layers[index] : undefined;
  if (layer) return layer;
  throw new UserError({
    code: 'model.unknown_layer',
    message: `The model has no layer ${index}: its layers are numbered from 0 to ${spec.layers.length - 1}.`,
    details: { index, layers: spec.layers.length },
  });
}

function layerBeforeLast(spec: Pick<ModelSpec, 'layers'>, removed: number): LayerSpec {
  const layer =
    Number.isInteger(removed) && removed >= 0
      ? spec.layers[spec.layers.length - 1 - removed]
      : undefined;
  if (layer && layer.inbound.length > 0) return layer;
  throw new UserError({
    code: 'model.nothing_left',
    message: `The model has ${spec.layers.length} layers, so the last ${removed} can't be removed. Remove fewer.`,
    details: { removed, layers: spec.layers.length },
  });
}

function refuseBlock(spec: Pick<ModelSpec, 'layers'>, block: string): never {
  const blocks = [...new Set(spec.layers.map((layer) => layer.block))];
  throw new UserError({
    code: 'model.unknown_block',
    message: `The model has no block "${block}". Its blocks are ${blocks.slice(0, 40).join(', ')}.`,
    details: { block },
  });
}
