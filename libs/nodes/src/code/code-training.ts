import type { TrainingParams } from '../training-params';
import type { CodeScope } from './code-part';

/** Of a layer: its share of the learning rate, and the step, counted from 0, in which it first moves. */
export type LayerPace = readonly [share: number, firstStep: number];

/** What a training is about, as both languages need it. */
export interface CodeTraining {
  readonly scope: CodeScope<unknown>;
  readonly params: TrainingParams;
  /** Variable of the network that learns: the model, or its last layers alone. */
  readonly learner: string;
  /** Expression of `step`; null where the learning rate never changes. */
  readonly rate: string | null;
  /** Expression of the learning rate where it never changes, and that the others are shares of. */
  readonly learningRate: string;
  /** Variable that keeps what happened in each epoch; null where nobody asks. */
  readonly history: string | null;
  /** Whether there are examples to check by. */
  readonly checks: boolean;
  /** Of each class in the loss; null where all weigh the same. */
  readonly classWeights: readonly number[] | null;
  readonly classes: number;
  /** How many views of each picture there are, where the training shows one after the other. */
  readonly views: number | null;
  /** By layer, as the language calls it; empty where all move alike. */
  readonly paces: Readonly<Record<string, LayerPace>>;
}

/** Names of the examples' variables: in JavaScript a pair, in Python two of them. */
export function nameData(scope: CodeScope<unknown>, suffix: 'learn' | 'check' | 'shown') {
  const own = scope.name(suffix);
  return scope.language === 'node'
    ? { x: `${own}.x`, y: `${own}.y` }
    : { x: `${own}_x`, y: `${own}_y` };
}
