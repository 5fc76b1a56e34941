import { describe, expect, it } from '@jest/globals';
import { UnexpectedError, UserError } from '@graft/errors';
import fc from 'fast-check';
import { buildResidualSpec } from '../fixtures/residual-spec';
import { collectAncestors, indexConsumers } from '../layer-graph';
import type { ModelSpec } from '../model-spec';
import { attachHead, type HeadOptions } from './attach-head';
import { cutAfter } from './cut-after';
import { freezeLayers, listFrozenFresh } from './freeze-layers';
import { listCutPoints } from './list-cut-points';
import { matchesPattern } from './match-pattern';
import { reinitialiseFrom } from './reinitialise-from';
import { resolveLayer } from './resolve-layer';
import { listSourceSteps, replaceStepIds, withLearnedWeights } from './with-learned-weights';

const spec = buildResidualSpec({ skips: [false, true, true], pretrained: true });
const HEAD: HeadOptions = {
  pooling: 'auto',
  hiddenUnits: [],
  dropout: 0.2,
  labels: ['a', 'b'],
  seed: 1,
};

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof UserError) return `${thrown.code}: ${thrown.message}`;
    throw thrown;
  }
  return 'nothing thrown';
}

describe('listCutPoints', () => {
  it('finds exactly the layers behind which no branch is open', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), (skips) => {
        const each = buildResidualSpec({ skips, pretrained: false });
        const consumers = indexConsumers(each);
        const expected = each.layers.filter((layer) => {
          const kept = collectAncestors(each, [layer.name]);
          const open = [...kept].some(
            (name) =>
              name !== layer.name && consumers.get(name)?.some((reader) => !kept.has(reader)),
          );
          return layer.inbound.length > 0 && !open;
        });
        expect(listCutPoints(each)).toEqual(expected.map((layer) => layer.name));
      }),
    );
  });
});

describe('cutAfter', () => {
  it('refuses a cut inside a branch and names where one is possible', () => {
    expect(codeOf(() => cutAfter(spec, 'block2_conv'))).toMatch(
      /^model.open_branch: .*"block1_activation" is also read.*after "block2_add"/,
    );
  });

  it('refuses an unknown layer and names the one that was meant', () => {
    expect(codeOf(() => cutAfter(spec, 'blok2_add'))).toMatch(
      /^model.unknown_layer: .*Did you mean "block2_add"/,
    );
    expect(codeOf(() => cutAfter(spec, '__proto__'))).toMatch(/^model.unknown_layer/);
  });

  it('refuses to leave only the input', () => {
    expect(codeOf(() => cutAfter(spec, 'input'))).toMatch(/^model.nothing_left/);
  });

  it('forgets a feature layer and class names that were cut away', () => {
    const labelled: ModelSpec = { ...spec, labels: ['a', 'b', 'c', 'd', 'e'] };
    expect(cutAfter(labelled, 'block1_activation')).toMatchObject({
      featureLayer: null,
      labels: null,
    });
    expect(cutAfter(labelled, 'top_dropout')).toMatchObject({
      featureLayer: 'avg_pool',
      labels: null,
    });
    expect(cutAfter(labelled, 'predictions').labels).toHaveLength(5);
  });
});

describe('resolveLayer', () => {
  it('understands names, blocks, positions and numbers of removed layers', () => {
    expect(resolveLayer(spec, 'block2_bn').name).toBe('block2_bn');
    expect(resolveLayer(spec, 'block2').name).toBe('block2_add');
    expect(resolveLayer(spec, { block: 'stem' }).name).toBe('stem_bn');
    expect(resolveLayer(spec, 0).name).toBe('input');
    expect(resolveLayer(spec, { lastRemoved: 2 }).name).toBe('avg_pool');
    expect(resolveLayer(spec, { lastRemoved: 0 }).name).toBe('predictions');
  });

  it('refuses what is not there', () => {
    expect(codeOf(() => resolveLayer(spec, 99))).toMatch(/^model.unknown_layer: .*from 0 to 16/);
    expect(codeOf(() => resolveLayer(spec, -1))).toMatch(/^model.unknown_layer/);
    expect(codeOf(() => resolveLayer(spec, { block: 'nine' }))).toMatch(
      /^model.unknown_block: .*stem, block1/,
    );
    expect(codeOf(() => resolveLayer(spec, { lastRemoved: 16 }))).toMatch(/^model.nothing_left/);
  });
});

describe('freezeLayers', () => {
  it('says when a pattern or a layer does not exist', () => {
    expect(codeOf(() => freezeLayers(spec, { kind: 'pattern', pattern: 'blok*' }))).toMatch(
      /^model.no_layer_matches/,
    );
    expect(codeOf(() => freezeLayers(spec, { kind: 'upTo', layer: 'x' }))).toMatch(
      /^model.unknown_layer/,
    );
  });

  it('leaves a head as it is, also one that does not train', () => {
    const headed = attachHead(spec, HEAD);
    const layers = headed.layers.map((layer) =>
      layer.block === 'head' ? { ...layer, trainable: false } : layer,
    );
    const thawed = freezeLayers({ ...headed, layers }, { kind: 'none' });
    expect(thawed.layers.filter((layer) => layer.block === 'head')).toEqual(layers.slice(-2));
  });

  it('lets layers that never trained be found when they are frozen', () => {
    const renewed = reinitialiseFrom(spec, 'block3_conv', 'default', 7);
    const frozen = freezeLayers(renewed, { kind: 'all' });
    expect(listFrozenFresh(frozen)).toEqual(['block3_conv', 'block3_bn', 'predictions']);
    expect(listFrozenFresh(freezeLayers(spec, { kind: 'all' }))).toEqual([]);
  });

  it('lets renewed statistics follow within an epoch of a few hundred pictures', () => {
    const momentumOf = (model: ModelSpec, name: string) =>
      model.layers.find((layer) => layer.name === name)?.config['momentum'] ?? 0.99;
    const renewed = reinitialiseFrom(spec, 'block3_conv', 'default', 7);
    expect(momentumOf(renewed, 'block3_bn')).toBe(0.9);
    expect(momentumOf(renewed, 'block2_bn')).toBe(momentumOf(spec, 'block2_bn'));
    const quicker = spec.layers.map((layer) =>
      layer.name === 'block3_bn' ? { ...layer, config: { ...layer.config, momentum: 0.5 } } : layer,
    );
    const kept = reinitialiseFrom({ ...spec, layers: quicker }, 'block3_conv', 'default', 7);
    expect(momentumOf(kept, 'block3_bn')).toBe(0.5);
  });
});

describe('matchesPattern', () => {
  it('agrees with the same pattern as a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
    fc.assert(
      fc.property(text, pattern, (name, each) => {
        const expression = new RegExp(`^${each.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesPattern(name, each)).toBe(expression.test(name));
      }),
      { numRuns: 2000 },
    );
  });

  it('answers at once where a regular expression would not', () => {
    expect(matchesPattern('a'.repeat(128), `${'a*'.repeat(60)}b`)).toBe(false);
  });
});

describe('attachHead', () => {
  it('replaces the old classifier behind the feature layer', () => {
    const headed = attachHead(spec, HEAD);
    expect(headed.layers.slice(-3).map((layer) => layer.name)).toEqual([
      'avg_pool',
      'head_dropout',
      'head_output',
    ]);
    expect(headed).toMatchObject({
      output: 'head_output',
      featureLayer: 'avg_pool',
      labels: ['a', 'b'],
    });
  });

  it('pools a map, as asked', () => {
    const cut = cutAfter(spec, 'block2_add');
    const poolOf = (pooling: HeadOptions['pooling']) =>
      attachHead(cut, { ...HEAD, pooling }).layers.find((layer) => layer.name === 'head_pool')
        ?.class;
    expect(poolOf('auto')).toBe('GlobalAveragePooling2D');
    expect(poolOf('max')).toBe('GlobalMaxPooling2D');
    expect(poolOf('flatten')).toBe('Flatten');
    expect(codeOf(() => poolOf('none'))).toMatch(/^model.not_poolable: .*8 x 8 x 4.*"auto"/);
  });

  it('replaces a head by another, and keeps names unique when it stands on one', () => {
    const headed = attachHead(spec, { ...HEAD, hiddenUnits: [4, 3] });
    const again = attachHead(headed, HEAD);
    expect(again).toEqual(attachHead(spec, HEAD));
    const stacked = attachHead(headed, { ...HEAD, attachAt: 'head_dense_1' });
    expect(stacked.layers.slice(-3).map((layer) => layer.name)).toEqual([
      'head_dense_1',
      'head2_dropout',
      'head2_output',
    ]);
    expect(stacked.layers.filter((layer) => layer.block === 'head')).toHaveLength(2);
  });

  it('refuses classes that make no classifier', () => {
    expect(codeOf(() => attachHead(spec, { ...HEAD, labels: ['a'] }))).toMatch(
      /^model.too_few_classes/,
    );
    expect(codeOf(() => attachHead(spec, { ...HEAD, labels: ['a', 'b', 'a'] }))).toMatch(
      /^model.duplicate_class.*"a"/,
    );
  });

  it('draws the same weights for the same seed, and others for another', () => {
    const seedsOf = (seed: number) =>
      attachHead(spec, { ...HEAD, seed })
        .layers.at(-1)
        ?.weights.map((weight) => weight.source);
    expect(seedsOf(1)).toEqual(seedsOf(1));
    expect(seedsOf(1)).not.toEqual(seedsOf(2));
  });
});

describe('replaceStepIds', () => {
  it('renames steps and refuses one it does not know', () => {
    const trained = withLearnedWeights(
      freezeLayers(spec, { kind: 'upTo', layer: 'block2' }),
      'node',
      'weights',
    );
    expect(listSourceSteps(trained)).toEqual(['node']);
    const renamed = replaceStepIds(trained, new Map([['node', 'train-1']]));
    expect(listSourceSteps(renamed)).toEqual(['train-1']);
    expect(replaceStepIds(renamed, new Map([['train-1', 'node']]))).toEqual(trained);
    expect(() => replaceStepIds(trained, new Map())).toThrow(UnexpectedError);
  });
});
