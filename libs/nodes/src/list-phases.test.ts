import { describe, expect, it } from '@jest/globals';
import { freezeLayers } from '@graft/model';
import { tinyBase } from '@graft/testing';
import { layerRatesOf } from './layer-rates';
import { listPhases } from './list-phases';

describe('the phases of a training', () => {
  it('say which blocks join when, and that their optimiser starts anew', () => {
    const spec = freezeLayers(tinyBase.spec, { kind: 'none' });
    const gradual = { unfreeze: 'gradual', epochsPerBlock: 2, depthDecay: 1 } as const;
    expect(listPhases(spec, layerRatesOf(spec, gradual))).toEqual([
      { fromEpoch: 1, blocks: ['block2'], text: 'block2 trains; the optimiser starts anew' },
      {
        fromEpoch: 3,
        blocks: ['block1'],
        text: 'block1 joins in epoch 3; its optimiser starts anew',
      },
    ]);
  });

  it('are one when everything starts at once, frozen layers left out', () => {
    const spec = freezeLayers(tinyBase.spec, { kind: 'allButLastBlocks', count: 1 });
    expect(listPhases(spec)).toMatchObject([{ fromEpoch: 1, blocks: ['block2'] }]);
  });
});
