import { describe, expect, it } from '@jest/globals';
import { buildSmallCnn, freezeLayers, listBlocks, type ModelSpec } from '@graft/model';
import { layerRatesOf } from './layer-rates';

const spec: ModelSpec = buildSmallCnn(
  { kind: 'image', height: 16, width: 16, channels: 1, mean: 0, scale: 255 },
  1,
);
const blocks = listBlocks(spec);
const rateOf = (block: string, rates: ReturnType<typeof layerRatesOf>) => {
  const layer = spec.layers.find((each) => each.block === block && each.weights.length > 0);
  return rates[layer?.name ?? ''];
};

describe('learning rates by depth', () => {
  it('fall by the same factor from block to block, the last block first', () => {
    const rates = layerRatesOf(spec, { unfreeze: 'all', epochsPerBlock: 1, depthDecay: 0.5 });
    expect(blocks.length).toBeGreaterThan(1);
    blocks.toReversed().forEach((block, depth) => {
      expect(rateOf(block, rates)).toEqual({ scale: 0.5 ** (depth + 1), fromEpoch: 1 });
    });
  });

  it('start later for lower blocks when unfreezing gradually', () => {
    const rates = layerRatesOf(spec, { unfreeze: 'gradual', epochsPerBlock: 3, depthDecay: 1 });
    const starts = blocks.toReversed().map((block) => rateOf(block, rates)?.fromEpoch);
    expect(starts).toEqual(blocks.map((_, depth) => 1 + 3 * depth));
  });

  it('leave frozen layers and layers without weights alone', () => {
    const frozen = freezeLayers(spec, { kind: 'all' });
    const rates = layerRatesOf(frozen, { unfreeze: 'all', epochsPerBlock: 1, depthDecay: 0.5 });
    expect(rates).toEqual({});
  });
});
