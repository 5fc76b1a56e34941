import { createRandom, shuffle } from '@graft/graph';
import type { ExampleSet } from './define-step';

/** At most `most` places, in equal numbers from each class as far as there are. */
export function sampleEvenly(
  examples: Pick<ExampleSet, 'classes' | 'examples'>,
  most: number,
  seed: number,
): number[] {
  const byClass = examples.classes.map((name, label) => {
    const own = examples.examples.flatMap((example, place) =>
      example.label === label ? [place] : [],
    );
    return shuffle(own, createRandom(seed, 'sample', name));
  });
  const taken: number[] = [];
  for (let round = 0; taken.length < most; round++) {
    const next = byClass.flatMap((own) => own[round] ?? []);
    if (next.length === 0) break;
    taken.push(...next.slice(0, most - taken.length));
  }
  return taken.sort((left, right) => left - right);
}
