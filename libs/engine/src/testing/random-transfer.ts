import type { Json } from '@graft/graph';
import { listCutPoints } from '@graft/model';
import type { Plan } from '@graft/plan';
import fc from 'fast-check';
import { resourcesOf } from './bundled-data';
import { compileGraph, cutExtractionGraph } from './graphs';
import { randomBases, type RandomBase } from './random-base';
import { storeRandomBase, storeRandomPictures } from './store-random';
import type { TestStore } from './test-store';

/** A transfer drawn at random: a base, where it is cut and frozen, a head, pictures, how it is trained. */
export interface RandomTransfer {
  readonly base: RandomBase;
  /** Which of its places to cut at, 0 to below 1. */
  readonly cut: number;
  readonly pictures: RandomPictures;
  /** Parameters by node. */
  readonly params: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/** Noise of some sizes; labels have nothing to do with it. */
export interface RandomPictures {
  readonly sides: readonly number[];
  readonly channels: 1 | 3;
  readonly classes: number;
  readonly perClass: number;
  readonly seed: number;
}

const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const side = fc.integer({ min: 9, max: 14 });
const channels = fc.constantFrom<(1 | 3)[]>(1, 3);
const dropout = fc.constantFrom(0, 0.3, 0.6);

const pictures: fc.Arbitrary<RandomPictures> = fc.record({
  sides: fc.array(side, { minLength: 1, maxLength: 2 }),
  channels,
  classes: fc.integer({ min: 2, max: 4 }),
  perClass: fc.constantFrom(8, 16),
  seed,
});

const params = fc.record({
  head: fc.record({
    pooling: fc.constantFrom('auto', 'flatten'),
    hiddenUnits: fc.array(fc.integer({ min: 2, max: 9 }), { maxLength: 2 }),
    dropout,
    seed,
  }),
  split: fc.record({
    seed,
    train: fc.constant(0.5),
    validation: fc.constant(0.25),
    test: fc.constant(0.25),
  }),
  train: fc.record({
    epochs: fc.integer({ min: 1, max: 3 }),
    // As many as an extraction computes at a time. TensorFlow rounds "exp" in another way where a
    // vector ends, and a product with one row, so the bits of a row depend on how many there are.
    batchSize: fc.constant(8),
    optimiser: fc.constantFrom('adam', 'sgd', 'rmsprop'),
    learningRate: fc.constantFrom(1e-3, 3e-3, 1e-2),
    momentum: fc.constantFrom(0, 0.9),
    weightDecay: fc.constantFrom(0, 1e-2),
    schedule: fc.constantFrom('constant', 'cosine', 'one-cycle'),
    keepBest: fc.boolean(),
    classWeights: fc.constantFrom('none', 'balanced'),
    labelSmoothing: fc.constantFrom(0, 0.1),
    gradientClip: fc.constantFrom(0, 0.5),
    seed,
  }),
});

export const randomTransfers: fc.Arbitrary<RandomTransfer> = fc.record({
  base: randomBases,
  cut: fc.double({ min: 0, max: 0.99, noNaN: true }),
  pictures,
  params,
});

/**
 * Stores what is drawn and compiles it:
 *
 *     data -> split -> (train, evaluate); base -> cut -> freeze -> head -> train -> evaluate
 */
export async function planRandomTransfer(store: TestStore, drawn: RandomTransfer): Promise<Plan> {
  const base = await storeRandomBase(store, drawn.base, drawn.pictures.seed);
  const pictures = await storeRandomPictures(store, drawn.pictures);
  const places = listCutPoints(base.spec);
  const layer = places[Math.floor(drawn.cut * places.length)] ?? base.spec.output;
  const graph = cutExtractionGraph({
    ...drawn.params,
    data: { dataset: pictures.ref },
    base: { base: base.ref },
    cut: { mode: 'layer', layer },
    evaluate: { topK: 2 },
  });
  return compileGraph(graph, resourcesOf([pictures], [base]));
}
