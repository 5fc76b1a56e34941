import { createRandom, groupTwins, shuffle, type ExampleRow, type Selection } from '@graft/graph';
import { compareText } from './compare-text';

export const SPLIT_PARTS = ['train', 'validation', 'test'] as const;
export type SplitPart = (typeof SPLIT_PARTS)[number];

export interface SplitParams {
  train: number;
  validation: number;
  test: number;
  stratified: boolean;
  group: 'same-content' | 'near-duplicates';
  seed: number;
}

/**
 * Shares a whole number out in proportion to fractions: each share is rounded down, and what is left
 * goes one by one to the largest remainders (Hamilton's method). Ties go to the earlier share.
 */
export function shareOut(total: number, fractions: readonly number[]): number[] {
  const sum = fractions.reduce((partial, fraction) => partial + fraction, 0);
  // 0.15 * 20 must count as 3, not as 2.9999999999999996.
  const exact = fractions.map((fraction) => (total * fraction) / sum + 1e-9);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((partial, share) => partial + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

/**
 * How many examples of each class go to each part, from the class counts alone: so what is inferred
 * before a run is what the run selects. `[class][part]`, parts in the order of SPLIT_PARTS.
 */
export function countParts(counts: readonly number[], params: SplitParams): number[][] {
  const fractions = SPLIT_PARTS.map((part) => params[part]);
  if (params.stratified) return counts.map((count) => shareOut(count, fractions));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const slots = counts.flatMap((count, label) => new Array<number>(count).fill(label));
  const shuffled = shuffle(slots, createRandom(params.seed, 'split', 'slots'));
  const parts = counts.map(() => SPLIT_PARTS.map(() => 0));
  let start = 0;
  for (const [part, share] of shareOut(total, fractions).entries()) {
    for (const label of shuffled.slice(start, start + share)) {
      const row = parts[label];
      if (row !== undefined) row[part] = (row[part] ?? 0) + 1;
    }
    start += share;
  }
  return parts;
}

/**
 * The part of every example. Examples of one group (the same content, or nearly) go to the same part, whatever their
 * class; where that allows, each class has exactly the counts of `countParts`.
 */
export function assignParts(selection: Selection, params: SplitParams): Map<ExampleRow, SplitPart> {
  const counts = selection.classes.map(
    (_, label) => selection.examples.filter((example) => example.label === label).length,
  );
  const room = countParts(counts, params);
  const assigned = new Map<ExampleRow, SplitPart>();
  for (const group of orderGroups(selection, params)) {
    const part = choosePart(group, room);
    for (const example of group) {
      assigned.set(example, SPLIT_PARTS[part] ?? 'train');
      const row = room[example.label];
      if (row !== undefined) row[part] = (row[part] ?? 0) - 1;
    }
  }
  return assigned;
}

/**
 * Groups that stay together, those of several first: they are the hard ones to place. Otherwise in an
 * order drawn for each class from the seed, so that leaving out a class does not move the others.
 */
function orderGroups(selection: Selection, { seed, group }: SplitParams): ExampleRow[][] {
  const groups =
    group === 'near-duplicates' ? groupLookAlikes(selection) : groupContents(selection);
  const shuffled = selection.classes.flatMap((name, label) => {
    const own = groups.filter((each) => each[0]?.label === label);
    own.sort((a, b) => compareText(a[0]?.sha256 ?? '', b[0]?.sha256 ?? ''));
    return shuffle(own, createRandom(seed, 'split', name));
  });
  return shuffled.sort((a, b) => b.length - a.length);
}

function groupContents({ examples }: Selection): ExampleRow[][] {
  const byContent = new Map<string, ExampleRow[]>();
  for (const example of examples) {
    const group = byContent.get(example.sha256);
    if (group === undefined) byContent.set(example.sha256, [example]);
    else group.push(example);
  }
  return [...byContent.values()];
}

function groupLookAlikes({ examples }: Selection): ExampleRow[][] {
  const twins = groupTwins(examples);
  const taken = new Set(twins.flat());
  const alone = examples.flatMap((example, place) => (taken.has(place) ? [] : [[example]]));
  return [...twins.map((places) => places.flatMap((place) => examples[place] ?? [])), ...alone];
}

/** The part with the most room among those where the group fits; the roomiest when it fits nowhere. */
function choosePart(group: readonly ExampleRow[], room: readonly (readonly number[])[]): number {
  const needed = new Map<number, number>();
  for (const { label } of group) needed.set(label, (needed.get(label) ?? 0) + 1);
  const slack = SPLIT_PARTS.map((_, part) =>
    Math.min(...[...needed].map(([label, count]) => (room[label]?.[part] ?? 0) - count)),
  );
  if (group.length > 1) return slack.indexOf(Math.max(...slack));
  return Math.max(
    0,
    slack.findIndex((each) => each >= 0),
  );
}
