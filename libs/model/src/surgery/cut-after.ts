import { UserError } from '@graft/errors';
import { collectAncestors, indexConsumers, requireLayer } from '../layer-graph';
import type { ModelSpec } from '../model-spec';
import { listCutPoints } from './list-cut-points';

/**
 * Keeps a layer and all that it depends on; its output becomes the model's. Class names go, unless
 * nothing was cut. Throws UserError: `model.unknown_layer`; `model.open_branch` when the layer is
 * one of several branches, with the next layer where a cut is possible; `model.nothing_left`.
 */
export function cutAfter(spec: ModelSpec, layerName: string): ModelSpec {
  const layer = requireLayer(spec, layerName);
  if (layer.name === spec.output) return spec;
  if (layer.inbound.length === 0) {
    throw new UserError({
      code: 'model.nothing_left',
      message: `A cut after the input layer "${layer.name}" leaves nothing. Cut after a later layer.`,
      details: { layer: layer.name },
    });
  }
  if (!listCutPoints(spec).includes(layer.name)) throw refuseOpenBranch(spec, layer.name);
  const kept = collectAncestors(spec, [layer.name]);
  return {
    ...spec,
    layers: spec.layers.filter((each) => kept.has(each.name)),
    output: layer.name,
    featureLayer:
      spec.featureLayer !== null && kept.has(spec.featureLayer) ? spec.featureLayer : null,
    labels: null,
  };
}

function refuseOpenBranch(spec: ModelSpec, layerName: string): UserError {
  const kept = collectAncestors(spec, [layerName]);
  const consumers = indexConsumers(spec);
  const open = [...kept].find(
    (name) => name !== layerName && consumers.get(name)?.some((reader) => !kept.has(reader)),
  );
  const position = spec.layers.findIndex((layer) => layer.name === layerName);
  const cutPoints = new Set(listCutPoints(spec));
  const closest =
    spec.layers.slice(position).find((layer) => cutPoints.has(layer.name))?.name ?? spec.output;
  return new UserError({
    code: 'model.open_branch',
    message:
      `A cut after "${layerName}" leaves a branch open: "${open}" is also read further on. ` +
      `Cut after "${closest}" instead.`,
    details: { layer: layerName, open, closest },
  });
}
