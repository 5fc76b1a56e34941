import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPcg32, createRandom, deriveSeed, shuffle } from './random';

describe('createPcg32', () => {
  it('gives the numbers of the author’s demonstration program (seed 42, sequence 54)', () => {
    const random = createPcg32({ high: 0, low: 42 }, { high: 0, low: 54 });
    const drawn = Array.from({ length: 6 }, () => random.nextUint32());
    expect(drawn).toEqual([0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e]);
  });

  it('agrees with 64-bit integer arithmetic for any state and sequence', () => {
    const word = fc.record({
      high: fc.integer({ min: 0, max: 0xffffffff }),
      low: fc.integer({ min: 0, max: 0xffffffff }),
    });
    fc.assert(
      fc.property(word, word, (state, sequence) => {
        const random = createPcg32(state, sequence);
        const expected = runReference(toBigInt(state), toBigInt(sequence), 5);
        expect(Array.from({ length: 5 }, () => random.nextUint32())).toEqual(expected);
      }),
    );
  });
});

describe('createRandom', () => {
  it('repeats a stream and separates streams by seed and by path', () => {
    const first = (seed: number, ...path: (string | number)[]) =>
      createRandom(seed, ...path).nextUint32();
    expect(first(1, 'shuffle', 3)).toBe(first(1, 'shuffle', 3));
    const starts = [
      first(1, 'shuffle', 3),
      first(1, 'shuffle', 4),
      first(2, 'shuffle', 3),
      first(1, 'dropout', 3),
    ];
    expect(new Set(starts).size).toBe(4);
    expect(first(1, 1, 2)).not.toBe(first(1, 12));
  });

  it('draws evenly from 0 to 1', () => {
    const random = createRandom(7);
    const drawn = Array.from({ length: 20_000 }, () => random.nextFloat());
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
  });

  it('draws every integer below a bound about equally often', () => {
    const random = createRandom(8);
    const counts = new Array<number>(7).fill(0);
    for (let n = 0; n < 70_000; n += 1) {
      const drawn = random.nextInt(7);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('favours no remainder, also below a bound that does not divide 2^32', () => {
    const random = createRandom(10);
    const bound = 3 * 2 ** 30;
    const drawn = Array.from({ length: 9000 }, () => random.nextInt(bound));
    // Plain remainders would put half of the numbers, not a third, below 2^30.
    expect(Math.abs(drawn.filter((each) => each < 2 ** 30).length - 3000)).toBeLessThan(200);
  });

  it('draws normal deviates of mean 0 and variance 1', () => {
    const random = createRandom(9);
    const drawn = Array.from({ length: 20_000 }, () => random.nextGaussian());
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
    const variance = drawn.reduce((sum, each) => sum + each * each, 0) / drawn.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});

describe('deriveSeed', () => {
  it('is at least 1, below 2^31 and different for different names', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.string(), (seed, name) => {
        const derived = deriveSeed(seed, name);
        expect(derived).toBeGreaterThanOrEqual(1);
        expect(derived).toBeLessThanOrEqual(0x7fffffff);
        expect(deriveSeed(seed, name)).toBe(derived);
        expect(deriveSeed(seed, `${name}x`)).not.toBe(derived);
      }),
    );
  });
});

describe('shuffle', () => {
  it('keeps every item and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1 }), (items, seed) => {
        const before = items.slice();
        const shuffled = shuffle(items, createRandom(seed));
        expect(items).toEqual(before);
        expect(shuffled.sort()).toEqual(before.sort());
      }),
    );
  });

  it('gives all six orders of three items about equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 1; seed <= 6000; seed += 1) {
      const order = shuffle(['a', 'b', 'c'], createRandom(seed)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

function toBigInt({ high, low }: { high: number; low: number }): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

function runReference(initialState: bigint, sequence: bigint, count: number): number[] {
  const increment = BigInt.asUintN(64, (sequence << 1n) | 1n);
  const advance = (state: bigint) => BigInt.asUintN(64, state * 6364136223846793005n + increment);
  let state = advance(BigInt.asUintN(64, advance(0n) + initialState));
  return Array.from({ length: count }, () => {
    const mixed = BigInt.asUintN(32, ((state >> 18n) ^ state) >> 27n);
    const rotation = state >> 59n;
    state = advance(state);
    return Number(BigInt.asUintN(32, (mixed >> rotation) | (mixed << (32n - rotation))));
  });
}
