import { UserError } from '@graft/errors';
import { findClosestName } from '@graft/graph';
import type { LayerSpec, ModelSpec } from './model-spec';

/** Block of the layers that a head is made of. Freezing never touches it. */
export const HEAD_BLOCK = 'head';

/** Layers by name. */
export function indexLayers(spec: Pick<ModelSpec, 'layers'>): ReadonlyMap<string, LayerSpec> {
  return new Map(spec.layers.map((layer) => [layer.name, layer]));
}

/** Names of the given layers and of everything that they depend on. */
export function collectAncestors(
  spec: Pick<ModelSpec, 'layers'>,
  names: Iterable<string>,
): Set<string> {
  const wanted = new Set(names);
  for (const layer of spec.layers.toReversed()) {
    if (wanted.has(layer.name)) for (const source of layer.inbound) wanted.add(source);
  }
  return wanted;
}

/** For every layer, the names of the layers that read it. */
export function indexConsumers(
  spec: Pick<ModelSpec, 'layers'>,
): ReadonlyMap<string, readonly string[]> {
  const consumers = new Map<string, string[]>(spec.layers.map((layer) => [layer.name, []]));
  for (const layer of spec.layers) {
    for (const source of layer.inbound) consumers.get(source)?.push(layer.name);
  }
  return consumers;
}

/** The layer of that name, or UserError `model.unknown_layer` with the nearest name there is. */
export function requireLayer(spec: Pick<ModelSpec, 'layers'>, name: string): LayerSpec {
  const found = spec.layers.find((layer) => layer.name === name);
  if (found) return found;
  const names = spec.layers.map((layer) => layer.name);
  const closest = findClosestName(name, names);
  const hint = closest ? `Did you mean "${closest}"?` : `Its last layer is "${names.at(-1)}".`;
  throw new UserError({
    code: 'model.unknown_layer',
    message: `The model has no layer "${name}". ${hint}`,
    details: { layer: name, ...(closest ? { closest } : {}) },
  });
}

/** Blocks that hold weights, from the input on, without the head: what freezing counts. */
export function listBlocks(spec: Pick<ModelSpec, 'layers'>): string[] {
  const blocks = spec.layers
    .filter((layer) => layer.weights.length > 0 && layer.block !== HEAD_BLOCK)
    .map((layer) => layer.block);
  return [...new Set(blocks)];
}
