import { listBlocks } from '../layer-graph';
import type { ModelSpec } from '../model-spec';
import { cutAfter } from './cut-after';
import { listCutPoints } from './list-cut-points';

/** A run of blocks after which a model can be cut. */
export interface Stage {
  /** `stem`, `block3`, `top`: of blocks `block3a` and `block3b` the part that they share. */
  readonly name: string;
  /** Cut after this layer to keep the stage and all before it. */
  readonly layer: string;
}

/**
 * The stages of a base below its classifier, from the input on: blocks whose names differ in a last
 * letter only belong together. Each ends with its last layer where a cut leaves no branch open, the
 * last one with the feature layer. Stages without such a layer are left out.
 */
export function listStages(spec: ModelSpec): Stage[] {
  const body = spec.featureLayer === null ? spec : cutAfter(spec, spec.featureLayer);
  const cutPoints = new Set(listCutPoints(body));
  const stages = new Map<string, string>();
  const weighted = new Set(listBlocks(body).map(nameStage));
  for (const layer of body.layers) {
    const name = nameStage(layer.block);
    if (weighted.has(name) && cutPoints.has(layer.name)) stages.set(name, layer.name);
  }
  const listed = Array.from(stages, ([name, layer]) => ({ name, layer }));
  const last = listed.at(-1);
  if (last === undefined) return [];
  return [...listed.slice(0, -1), { name: last.name, layer: body.output }];
}

function nameStage(block: string): string {
  return block.replace(/^(.*\d)[a-z]$/, '$1');
}
