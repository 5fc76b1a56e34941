import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkSpec } from '../check-spec';
import { countParameters } from '../count-parameters';
import { buildResidualSpec } from '../fixtures/residual-spec';
import { countElements } from '../layers/shape-arithmetic';
import type { LayerSpec, ModelSpec } from '../model-spec';
import { attachHead } from './attach-head';
import { cutAfter } from './cut-after';
import { freezeLayers, type FreezeSelection } from './freeze-layers';
import { listCutPoints } from './list-cut-points';
import { reinitialiseFrom } from './reinitialise-from';
import { unfreezeLastBlocks } from './unfreeze-last-blocks';
import { withLearnedWeights } from './with-learned-weights';

type Operation =
  | { kind: 'cut'; at: number }
  | { kind: 'freeze'; selection: FreezeSelection; statistics: 'kept' | 'trained' }
  | { kind: 'reinitialise'; from: number; seed: number }
  | { kind: 'unfreeze'; count: number }
  | { kind: 'head'; hidden: number[]; dropout: number; classes: number; seed: number }
  | { kind: 'train' };

const fraction = fc.nat(1000);
const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const selection: fc.Arbitrary<FreezeSelection> = fc.oneof(
  fc.constant<FreezeSelection>({ kind: 'all' }),
  fc.constant<FreezeSelection>({ kind: 'none' }),
  fc.record({ kind: fc.constant('upTo' as const), layer: fraction }),
  fc.record({ kind: fc.constant('allButLastBlocks' as const), count: fc.nat(4) }),
  fc.constant<FreezeSelection>({ kind: 'pattern', pattern: 'stem*' }),
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fraction }),
  fc.record({
    kind: fc.constant('freeze' as const),
    selection,
    statistics: fc.constantFrom('kept' as const, 'trained' as const),
  }),
  fc.record({ kind: fc.constant('reinitialise' as const), from: fraction, seed }),
  fc.record({ kind: fc.constant('unfreeze' as const), count: fc.nat(4) }),
  fc.record({
    kind: fc.constant('head' as const),
    hidden: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 2 }),
    dropout: fc.constantFrom(0, 0.3),
    classes: fc.integer({ min: 2, max: 6 }),
    seed,
  }),
  fc.constant<Operation>({ kind: 'train' }),
);
const base = fc
  .record({
    skips: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
    pretrained: fc.boolean(),
  })
  .map(buildResidualSpec);

const isHead = (layer: LayerSpec) => layer.block === 'head';
const acts = (layer: LayerSpec) => layer.weights.length > 0 || layer.class === 'Dropout';
const sizeOf = (layers: readonly LayerSpec[]) =>
  layers
    .flatMap((layer) => layer.weights)
    .reduce((sum, { shape }) => sum + countElements(shape), 0);
const sourcesOf = (layers: readonly LayerSpec[]) => layers.map((layer) => layer.weights);
const flagsOf = (layers: readonly LayerSpec[]) => layers.map((layer) => layer.trainable);

/** Everything before a layer, found by walking back from it: another way than the code's. */
function walkBack(spec: ModelSpec, name: string): Set<string> {
  const layer = spec.layers.find((each) => each.name === name);
  return new Set([name, ...(layer?.inbound ?? []).flatMap((each) => [...walkBack(spec, each)])]);
}

/** Carries out one operation and checks that it did what was asked, and nothing else. */
function apply(spec: ModelSpec, step: Operation): ModelSpec {
  switch (step.kind) {
    case 'cut':
      return checkCut(spec, step.at);
    case 'freeze':
      return checkFreeze(spec, step.selection, step.statistics);
    case 'reinitialise':
      return checkReinitialise(spec, step.from % spec.layers.length, step.seed);
    case 'unfreeze':
      return checkUnfreeze(spec, step.count);
    case 'head':
      return checkHead(spec, step);
    case 'train':
      return checkTrain(spec);
  }
}

function checkCut(spec: ModelSpec, at: number): ModelSpec {
  const points = listCutPoints(spec);
  const name = points[at % points.length] ?? spec.output;
  const cut = cutAfter(spec, name);
  const kept = spec.layers.filter((layer) => walkBack(spec, name).has(layer.name));
  expect(cut.layers).toEqual(kept);
  expect(cut.output).toBe(name);
  return cut;
}

function checkFreeze(
  spec: ModelSpec,
  asked: FreezeSelection,
  statistics: 'kept' | 'trained',
): ModelSpec {
  const body = spec.layers.filter((layer) => !isHead(layer));
  const chosen: FreezeSelection =
    asked.kind === 'upTo' ? { ...asked, layer: Number(asked.layer) % body.length } : asked;
  const after = freezeLayers(spec, chosen, statistics);
  const blocks = [
    ...new Set(body.filter((layer) => layer.weights.length > 0).map((layer) => layer.block)),
  ];
  const isFrozen = (layer: LayerSpec): boolean => {
    if (chosen.kind === 'upTo') return body.indexOf(layer) <= Number(chosen.layer);
    if (chosen.kind === 'allButLastBlocks') {
      const position = blocks.indexOf(layer.block);
      return position < 0 || position < blocks.length - chosen.count;
    }
    if (chosen.kind === 'pattern') return layer.name.startsWith('stem');
    return chosen.kind === 'all';
  };
  const expected = spec.layers.map((layer) =>
    isHead(layer) ? layer.trainable : acts(layer) && !isFrozen(layer),
  );
  expect(flagsOf(after.layers)).toEqual(expected);
  expect(sourcesOf(after.layers)).toEqual(sourcesOf(spec.layers));
  for (const layer of after.layers) {
    if (!layer.statistics || isHead(layer)) continue;
    const fresh = layer.weights.some((weight) => weight.source.kind === 'initialiser');
    expect(layer.statistics).toBe(fresh ? 'trained' : statistics);
  }
  return after;
}

function checkReinitialise(spec: ModelSpec, from: number, withSeed: number): ModelSpec {
  const after = reinitialiseFrom(spec, from, 'heNormal', withSeed);
  expect(after.layers.slice(0, from)).toEqual(spec.layers.slice(0, from));
  expect(flagsOf(after.layers)).toEqual(flagsOf(spec.layers));
  const renewed = after.layers.slice(from);
  const sources = renewed.flatMap((layer) => layer.weights.map((weight) => weight.source));
  const seeds = sources.map((source) => (source.kind === 'initialiser' ? source.seed : 0));
  expect(seeds.every((each) => each >= 1)).toBe(true);
  expect(new Set(seeds).size).toBe(seeds.length);
  for (const weight of renewed.flatMap((layer) => layer.weights)) {
    const [, role] = weight.name.split('/');
    const expected =
      { kernel: 'heNormal', gamma: 'ones', moving_variance: 'ones' }[role ?? ''] ?? 'zeros';
    expect(weight.source).toMatchObject({ name: expected });
  }
  return after;
}

function checkUnfreeze(spec: ModelSpec, count: number): ModelSpec {
  const after = unfreezeLastBlocks(spec, count);
  const viaFreeze = freezeLayers(spec, { kind: 'allButLastBlocks', count });
  const expected = spec.layers.map(
    (layer, index) => layer.trainable || viaFreeze.layers[index]?.trainable === true,
  );
  expect(flagsOf(after.layers)).toEqual(expected);
  expect(sourcesOf(after.layers)).toEqual(sourcesOf(spec.layers));
  return after;
}

function checkHead(spec: ModelSpec, step: Extract<Operation, { kind: 'head' }>): ModelSpec {
  const labels = Array.from({ length: step.classes }, (_, index) => `class ${index}`);
  const at = spec.featureLayer ?? spec.output;
  const after = attachHead(spec, {
    pooling: 'auto',
    hiddenUnits: step.hidden,
    dropout: step.dropout,
    labels,
    seed: step.seed,
  });
  const kept = spec.layers.filter((layer) => walkBack(spec, at).has(layer.name));
  expect(sourcesOf(after.layers.slice(0, kept.length))).toEqual(sourcesOf(kept));
  expect(flagsOf(after.layers.slice(0, kept.length))).toEqual(flagsOf(kept));
  const head = after.layers.slice(kept.length);
  expect(head.every(isHead)).toBe(true);
  expect(head.every((layer) => layer.trainable === acts(layer))).toBe(true);
  expect(head.filter((layer) => layer.class === 'Dropout')).toHaveLength(
    step.dropout > 0 ? Math.max(1, step.hidden.length) : 0,
  );
  const widths = [kept.at(-1)?.outputShape.at(-1) ?? 0, ...step.hidden, labels.length];
  const expected = widths
    .slice(1)
    .reduce((sum, width, index) => sum + width * ((widths[index] ?? 0) + 1), 0);
  expect(sizeOf(head)).toBe(expected);
  expect(after.labels).toEqual(labels);
  return after;
}

function checkTrain(spec: ModelSpec): ModelSpec {
  const after = withLearnedWeights(spec, 'train', 'weights');
  for (const [index, layer] of after.layers.entries()) {
    for (const [slot, weight] of layer.weights.entries()) {
      const isStatistic = weight.name.includes('/moving_');
      const learned = layer.trainable && (!isStatistic || layer.statistics === 'trained');
      const before = spec.layers[index]?.weights[slot]?.source;
      expect(weight.source).toEqual(
        learned ? { kind: 'step', step: 'train', output: 'weights' } : before,
      );
    }
  }
  return after;
}

describe('surgery', () => {
  it('does exactly what was asked, in any order, and leaves a clean spec', () => {
    fc.assert(
      fc.property(base, fc.array(operation, { minLength: 1, maxLength: 6 }), (spec, operations) => {
        expect(checkSpec(spec)).toEqual([]);
        const before = JSON.stringify(spec);
        let current = spec;
        for (const step of operations) {
          current = apply(current, step);
          expect(checkSpec(current)).toEqual([]);
          const counted = countParameters(current);
          expect(counted.total).toBe(sizeOf(current.layers));
          expect(counted.trainable).toBe(countTrainable(current));
        }
        expect(JSON.stringify(spec)).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same model whether layers are frozen before or after the head is added', () => {
    const head = {
      pooling: 'auto',
      hiddenUnits: [6],
      dropout: 0.2,
      labels: ['a', 'b'],
      seed: 3,
    } as const;
    fc.assert(
      fc.property(
        base,
        fc.constantFrom<FreezeSelection>({ kind: 'all' }, { kind: 'pattern', pattern: 'stem*' }),
        (spec, chosen) => {
          const frozenFirst = attachHead(freezeLayers(spec, chosen), head);
          const headFirst = freezeLayers(attachHead(spec, head), chosen);
          expect(frozenFirst).toEqual(headFirst);
        },
      ),
    );
  });
});

function countTrainable(spec: ModelSpec): number {
  const learning = spec.layers.filter((layer) => layer.trainable);
  const weights = learning
    .flatMap((layer) => layer.weights)
    .filter(({ name }) => !name.includes('/moving_'));
  return weights.reduce((sum, { shape }) => sum + countElements(shape), 0);
}
