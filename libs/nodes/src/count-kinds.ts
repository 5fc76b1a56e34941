import { groupTwins, type Selection } from '@graft/graph';
import type { FoldResult } from './fold-results';
import type { CrossValidation, HitCount } from './make-report';

/**
 * Splits the tested examples of the first repeat by whether a near duplicate of theirs was in another
 * fold, and so among those that the model had learned from: the first figure says how well it
 * remembers, the second how well it does on something new.
 */
export function countKinds(
  { examples }: Selection,
  results: readonly FoldResult[],
): CrossValidation['kinds'] {
  const first = results.filter(({ repeat }) => repeat === 0);
  const foldOf = new Map(first.flatMap(({ fold, places }) => places.map((at) => [at, fold])));
  const seen = new Set<number>();
  for (const group of groupTwins(examples)) {
    for (const place of group) {
      const elsewhere = group.some((other) => foldOf.get(other) !== foldOf.get(place));
      if (elsewhere) seen.add(place);
    }
  }
  const count = (wanted: boolean): HitCount => {
    const hits = first.flatMap((result) =>
      result.hits.filter((_, at) => seen.has(result.places[at] ?? -1) === wanted),
    );
    return { examples: hits.length, correct: hits.reduce((sum, hit) => sum + hit, 0) };
  };
  return { seen: count(true), unseen: count(false) };
}
