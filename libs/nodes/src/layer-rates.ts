import type { LayerRate } from '@graft/ml';
import { HEAD_BLOCK, listBlocks, type ModelSpec } from '@graft/model';

export interface DepthSettings {
  readonly unfreeze: 'last-blocks' | 'all' | 'gradual';
  readonly epochsPerBlock: number;
  /** 1 is off. */
  readonly depthDecay: number;
}

/**
 * Learning rates by depth: a block's rate is the next higher block's times `depthDecay`; unfreezing
 * gradually, the last block moves from the first epoch on and each lower one `epochsPerBlock` later.
 * The head always moves at the full rate.
 * Source: Howard and Ruder, "Universal language model fine-tuning", 2018.
 */
export function layerRatesOf(spec: ModelSpec, settings: DepthSettings): Record<string, LayerRate> {
  const blocks = listBlocks(spec).toReversed();
  const rates: Record<string, LayerRate> = {};
  for (const layer of spec.layers) {
    if (!layer.trainable || layer.weights.length === 0 || layer.block === HEAD_BLOCK) continue;
    const depth = blocks.indexOf(layer.block);
    rates[layer.name] = {
      scale: settings.depthDecay ** (depth + 1),
      fromEpoch: settings.unfreeze === 'gradual' ? 1 + depth * settings.epochsPerBlock : 1,
    };
  }
  return rates;
}
