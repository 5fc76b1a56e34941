import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkSpec } from './check-spec';
import { EFFICIENTNET_PATH, readEfficientNet } from './fixtures/efficientnet';
import { buildResidualSpec } from './fixtures/residual-spec';
import { digestSpec, findFrozenPrefix, suffixOf } from './frozen-prefix';
import { attachHead } from './surgery/attach-head';
import { freezeLayers } from './surgery/freeze-layers';
import { unfreezeLastBlocks } from './surgery/unfreeze-last-blocks';
import { withLearnedWeights } from './surgery/with-learned-weights';

const base = readEfficientNet(readFileSync(new URL(EFFICIENTNET_PATH, import.meta.url), 'utf8'));
const HEAD = {
  pooling: 'auto',
  hiddenUnits: [],
  dropout: 0.2,
  labels: ['a', 'b', 'c'],
  seed: 1,
} as const;

describe('findFrozenPrefix on EfficientNet-Lite0', () => {
  const frozen = freezeLayers(attachHead(base, HEAD), { kind: 'all' });
  const prefix = findFrozenPrefix(frozen);

  it('reaches up to the pooling when the base is frozen', () => {
    expect(prefix).toMatchObject({
      cut: ['avg_pool'],
      featureShapes: [[1280]],
      featureBytes: 5120,
    });
    expect(prefix?.spec.output).toBe('avg_pool');
    expect(checkSpec(prefix?.spec ?? base)).toEqual([]);
  });

  it('estimates the published cost of the network, 407 million multiply-adds', () => {
    const whole = (prefix?.multiplyAdds ?? 0) + (prefix?.suffixMultiplyAdds ?? 0);
    expect(whole / 1e6).toBeGreaterThan(380);
    expect(whole / 1e6).toBeLessThan(430);
    expect(prefix?.suffixMultiplyAdds).toBeLessThan(10_000);
  });

  it('is the same for another head, other statistics and a trained head', () => {
    const digest = digestSpec(prefix?.spec ?? base);
    const others = [
      freezeLayers(attachHead(base, { ...HEAD, hiddenUnits: [64], labels: ['x', 'y'], seed: 9 }), {
        kind: 'all',
      }),
      freezeLayers(attachHead(base, HEAD), { kind: 'all' }, 'trained'),
      withLearnedWeights(frozen, 'train', 'weights'),
    ];
    for (const other of others)
      expect(digestSpec(findFrozenPrefix(other)?.spec ?? other)).toBe(digest);
  });

  it('cuts both branches when the freeze ends inside a block', () => {
    const inside = freezeLayers(attachHead(base, HEAD), { kind: 'upTo', layer: 'block2b_dwconv' });
    const found = findFrozenPrefix(inside);
    expect(found?.cut).toEqual(['block2a_project_bn', 'block2b_dwconv']);
    expect(found?.featureShapes).toEqual([
      [56, 56, 24],
      [56, 56, 144],
    ]);
    expect(checkSpec(found?.spec ?? base, found?.cut)).toEqual([]);
  });

  it('ends before the blocks that are fine-tuned', () => {
    expect(findFrozenPrefix(unfreezeLastBlocks(frozen, 2))?.cut).toEqual(['block6d_add']);
  });

  it('is the whole model when everything is frozen', () => {
    const all = freezeLayers(base, { kind: 'all' });
    expect(findFrozenPrefix(all)?.cut).toEqual(['predictions']);
    expect(suffixOf(all, ['predictions']).layers).toEqual([]);
  });
});

describe('findFrozenPrefix', () => {
  it('is null when nothing with weights is frozen from the input on', () => {
    const spec = buildResidualSpec({ skips: [true], pretrained: true });
    expect(findFrozenPrefix(spec)).toBeNull();
    expect(
      findFrozenPrefix(freezeLayers(spec, { kind: 'pattern', pattern: 'block1*' })),
    ).toBeNull();
  });

  it('splits any model into a part that can not change and the rest', () => {
    const skips = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(skips, fc.nat(40), (each, position) => {
        const spec = buildResidualSpec({ skips: each, pretrained: true });
        const frozen = freezeLayers(spec, { kind: 'upTo', layer: position % spec.layers.length });
        const prefix = findFrozenPrefix(frozen);
        if (!prefix) {
          expect(frozen.layers[1]?.trainable).toBe(true);
          return;
        }
        const suffix = suffixOf(frozen, prefix.cut);
        const names = [...prefix.spec.layers, ...suffix.layers].map((layer) => layer.name);
        expect(names.sort()).toEqual(spec.layers.map((layer) => layer.name).sort());
        expect(prefix.spec.layers.some((layer) => layer.trainable)).toBe(false);
        expect(suffix.inputs.map((input) => input.shape)).toEqual(prefix.featureShapes);
        const available = new Set(suffix.inputs.map((input) => input.name));
        for (const layer of suffix.layers) {
          for (const source of layer.inbound) expect(available.has(source)).toBe(true);
          available.add(layer.name);
        }
        // Nothing that could still be computed once has been left in the rest.
        const reachable = suffix.layers.filter(
          (layer) => !layer.trainable && layer.inbound.every((name) => prefix.cut.includes(name)),
        );
        expect(reachable).toEqual([]);
      }),
    );
  });
});
