import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  groupNearDuplicates,
  groupTwins,
  hashDistance,
  type HashedExample,
} from './perceptual-hash';

const hash = fc
  .array(fc.nat(255), { minLength: 8, maxLength: 8 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

/** The definition itself: compares every pair, then follows the pairs. */
function groupSlowly(examples: readonly HashedExample[], distance: number): number[][] {
  const groups = examples.map((_, place) => place);
  for (let left = 0; left < examples.length; left++) {
    for (let right = 0; right < left; right++) {
      const [a, b] = [examples[left]!, examples[right]!];
      const near =
        a.sha256 === b.sha256 ||
        (a.phash !== undefined &&
          b.phash !== undefined &&
          hashDistance(a.phash, b.phash) <= distance);
      if (!near) continue;
      const [from, to] = [groups[left]!, groups[right]!];
      groups.forEach((group, place) => {
        if (group === from) groups[place] = to;
      });
    }
  }
  const members = new Map<number, number[]>();
  groups.forEach((group, place) => members.set(group, [...(members.get(group) ?? []), place]));
  return [...members.values()].filter((group) => group.length > 1);
}

describe('perceptual hashes', () => {
  it('differ in the bits that differ', () => {
    expect(hashDistance('ffffffffffffffff', 'ffffffffffffffff')).toBe(0);
    expect(hashDistance('0000000000000000', '8000000100000000')).toBe(2);
    expect(hashDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
  });

  it('group exactly what comparing every pair groups', () => {
    const near = fc.tuple(hash, fc.array(fc.nat(63), { maxLength: 7 })).map(([base, flips]) => {
      const bytes = Buffer.from(base, 'hex');
      for (const bit of flips) bytes[bit >> 3]! ^= 1 << (bit & 7);
      return [base, bytes.toString('hex')];
    });
    fc.assert(
      fc.property(fc.array(near, { maxLength: 30 }), fc.nat(8), (pairs, distance) => {
        const examples = pairs.flat().map((phash, place) => ({ sha256: `${place % 40}`, phash }));
        const sorted = (groups: number[][]) =>
          groups.map((group) => [...group].sort((a, b) => a - b));
        const bySmallest = (groups: number[][]) => sorted(groups).sort((a, b) => a[0]! - b[0]!);
        expect(groupNearDuplicates(examples, distance)).toEqual(
          bySmallest(groupSlowly(examples, distance)),
        );
      }),
    );
  });

  it('leave examples without a hash alone, but not the same file twice', () => {
    const examples = [{ sha256: 'a' }, { sha256: 'b' }, { sha256: 'a' }];
    expect(groupNearDuplicates(examples)).toEqual([[0, 2]]);
  });
});

describe('twins', () => {
  const hash = (value: bigint) => value.toString(16).padStart(16, '0');

  it('are those that look alike', () => {
    const examples = [0n, 1n, 0xffffffffffn].map((value, at) => ({
      sha256: `${at}`,
      phash: hash(value),
    }));
    expect(groupTwins(examples)).toEqual([[0, 1]]);
  });

  it('are those of equal content alone where the hash is too coarse for the data set', () => {
    // Each differs from the next in one bit: alike in a chain from the first to the last.
    const chained = Array.from({ length: 64 }, (_, at) => ({
      sha256: `${Math.min(at, 62)}`,
      phash: hash((1n << BigInt(at)) - 1n),
    }));
    expect(groupNearDuplicates(chained)).toHaveLength(1);
    expect(groupTwins(chained)).toEqual([[62, 63]]);
  });
});
