import { createRandom, shuffle, type ExampleRow, type Selection } from '@graft/graph';
import { compareText } from './compare-text';

/**
 * The fold, 0 to `folds` - 1, of every example, in its order. Stratified: the folds of a class differ
 * by at most one in size where all contents differ, and so do the folds as a whole. Examples with the
 * same content share a fold, whatever their class.
 */
export function assignFolds(selection: Selection, folds: number, seed: number): Int32Array {
  const byContent = new Map<string, ExampleRow>();
  for (const example of selection.examples) {
    if (!byContent.has(example.sha256)) byContent.set(example.sha256, example);
  }
  const foldOf = new Map<string, number>();
  let next = 0;
  selection.classes.forEach((name, label) => {
    const own = [...byContent.values()]
      .filter((example) => example.label === label)
      .map(({ sha256 }) => sha256)
      .sort(compareText);
    for (const sha256 of shuffle(own, createRandom(seed, 'folds', name))) {
      foldOf.set(sha256, next);
      // The next class goes on where this one ended, so that no fold collects all remainders.
      next = (next + 1) % folds;
    }
  });
  return Int32Array.from(selection.examples, ({ sha256 }) => foldOf.get(sha256) ?? 0);
}

/**
 * Divides examples at random, class by class, into a part to learn from and a part to choose by.
 * The second gets `share` of each class, rounded, and at least one example of classes with two.
 */
export function holdOut(
  places: readonly number[],
  labels: readonly number[],
  share: number,
  seed: number,
): { learn: number[]; choose: number[] } {
  const learn: number[] = [];
  const choose: number[] = [];
  for (const label of [...new Set(places.map((place) => labels[place] ?? 0))].sort(
    (a, b) => a - b,
  )) {
    const own = places.filter((place) => labels[place] === label);
    const shuffled = shuffle(own, createRandom(seed, 'hold-out', label));
    const count = share === 0 || own.length < 2 ? 0 : Math.max(1, Math.round(own.length * share));
    choose.push(...shuffled.slice(0, count));
    learn.push(...shuffled.slice(count));
  }
  const ascending = (left: number, right: number) => left - right;
  return { learn: learn.sort(ascending), choose: choose.sort(ascending) };
}
