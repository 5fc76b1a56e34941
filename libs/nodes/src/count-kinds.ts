import { groupTwins, type ExampleRow, type Selection } from '@graft/graph';
import type { FoldResult } from './fold-results';
import type { HitCount, TestedKinds } from './make-report';

/**
 * Splits the tested examples of the first repeat by whether a near duplicate of theirs was in another
 * fold, and so among those that the model had learned from: the first figure says how well it
 * remembers, the second how well it does on something new.
 */
export function countKinds({ examples }: Selection, results: readonly FoldResult[]): TestedKinds {
  const first = results.filter(({ repeat }) => repeat === 0);
  const foldOf = new Map(first.flatMap(({ fold, places }) => places.map((at) => [at, fold])));
  const seen = new Set<number>();
  for (const group of groupTwins(examples)) {
    for (const place of group) {
      const elsewhere = group.some((other) => foldOf.get(other) !== foldOf.get(place));
      if (elsewhere) seen.add(place);
    }
  }
  const places = first.flatMap((result) => result.places);
  const hits = first.flatMap((result) => result.hits);
  return countBoth(hits, (at) => seen.has(places[at] ?? -1));
}

/**
 * The same for one test: an example is seen where its equal or a near duplicate is among those that
 * the model has learned from.
 *
 * @param hits one for each tested example: 1 where the answer was right
 */
export function countKindsApart(
  tested: readonly ExampleRow[],
  hits: readonly number[],
  learned: readonly ExampleRow[],
): TestedKinds {
  const seen = new Set<number>();
  for (const group of groupTwins([...tested, ...learned])) {
    if (!group.some((place) => place >= tested.length)) continue;
    for (const place of group) seen.add(place);
  }
  return countBoth(hits, (at) => seen.has(at));
}

/** The figures that stand beside a step. */
export function summariseKinds(kinds: TestedKinds | undefined) {
  if (kinds === undefined) return {};
  const { seen, unseen } = kinds;
  return {
    seenKinds: seen.examples,
    seenAccuracy: seen.examples === 0 ? null : seen.correct / seen.examples,
    unseenAccuracy: unseen.examples === 0 ? null : unseen.correct / unseen.examples,
  };
}

function countBoth(hits: readonly number[], isSeen: (at: number) => boolean): TestedKinds {
  const count = (wanted: boolean): HitCount => {
    const own = hits.filter((_, at) => isSeen(at) === wanted);
    return { examples: own.length, correct: own.reduce((sum, hit) => sum + hit, 0) };
  };
  return { seen: count(true), unseen: count(false) };
}
