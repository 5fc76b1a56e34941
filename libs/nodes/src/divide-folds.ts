import { deriveSeed, type Selection } from '@graft/graph';
import { assignFolds, holdOut } from './assign-folds';

/** Which examples of a selection learn, choose and are tested in one training: their places. */
export interface FoldParts {
  readonly learn: readonly number[];
  readonly choose: readonly number[];
  readonly test: readonly number[];
  readonly seed: number;
  /** Names the random weights of this training. */
  readonly path: readonly (string | number)[];
}

export interface FoldSettings {
  readonly folds: number;
  readonly repeats: number;
  /** Share of what is not tested that choices look at. */
  readonly validation: number;
  readonly seed: number;
}

/** Divides a selection for one training, both counted from 0. */
export function divideFold(
  selection: Selection,
  { folds: count, validation, seed: first }: FoldSettings,
  repeat: number,
  fold: number,
): FoldParts {
  const folds = assignFolds(selection, count, deriveSeed(first, 'repeat', repeat));
  const labels = selection.examples.map(({ label }) => label);
  const places = [...labels.keys()];
  const path = ['repeat', repeat, 'fold', fold];
  const seed = deriveSeed(first, ...path);
  const others = places.filter((place) => folds[place] !== fold);
  return {
    ...holdOut(others, labels, validation, seed),
    test: places.filter((place) => folds[place] === fold),
    seed,
    path,
  };
}

/** Every training in order, but those without anything to learn from or to test on. */
export function divideAllFolds(
  selection: Selection,
  settings: FoldSettings,
): (FoldParts & { readonly repeat: number; readonly fold: number })[] {
  return Array.from({ length: settings.repeats * settings.folds }, (_, at) => {
    const [repeat, fold] = [Math.floor(at / settings.folds), at % settings.folds];
    return { repeat, fold, ...divideFold(selection, settings, repeat, fold) };
  }).filter(({ learn, test }) => learn.length > 0 && test.length > 0);
}
