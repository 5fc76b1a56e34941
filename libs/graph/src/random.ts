import { sha256 } from '@noble/hashes/sha2.js';

/** One stream of pseudo-random numbers. The same stream gives the same numbers everywhere. */
export interface Random {
  /** An integer, 0 to 2^32 - 1. */
  nextUint32(): number;
  /** A number of 53 random bits, 0 <= x < 1. */
  nextFloat(): number;
  /** An integer, 0 <= x < bound, every value equally likely; bound from 1 to 2^32. */
  nextInt(bound: number): number;
  /** Standard normal deviate (mean 0, standard deviation 1), by the polar method of Marsaglia. */
  nextGaussian(): number;
}

/** Position of a stream below a seed: `['shuffle', epoch]`. */
export type StreamPath = readonly (string | number)[];

const MAX_SEED = 0x7fffffff;
const MULTIPLIER_HIGH = 0x5851f42d;
const MULTIPLIER_LOW = 0x4c957f2d;

/**
 * Opens the stream that belongs to a seed and a path. Different paths give independent streams:
 * state and sequence number of the generator are taken from SHA-256 of seed and path.
 */
export function createRandom(seed: number, ...path: StreamPath): Random {
  const digest = digestPath(seed, path);
  return createPcg32(
    { high: digest.getUint32(0), low: digest.getUint32(4) },
    { high: digest.getUint32(8), low: digest.getUint32(12) },
  );
}

/** A seed, 1 to 2^31 - 1, for something named by `path` below `seed`. */
export function deriveSeed(seed: number, ...path: StreamPath): number {
  return Math.max(1, digestPath(seed, path).getUint32(0) & MAX_SEED);
}

/** A shuffled copy, by Fisher and Yates: every order equally likely. */
export function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const shuffled = items.slice();
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const chosen = random.nextInt(last + 1);
    const moved = shuffled[last] as Item;
    shuffled[last] = shuffled[chosen] as Item;
    shuffled[chosen] = moved;
  }
  return shuffled;
}

interface Word64 {
  high: number;
  low: number;
}

/**
 * PCG32 (XSH RR 64/32) of M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient
 * Statistically Good Algorithms for Random Number Generation", 2014. Seeded as in the author's
 * `pcg32_srandom`: initial state and sequence number, 64 bits each.
 */
export function createPcg32(initialState: Word64, sequence: Word64): Random {
  const increment = {
    high: ((sequence.high << 1) | (sequence.low >>> 31)) >>> 0,
    low: ((sequence.low << 1) | 1) >>> 0,
  };
  let state = advance({ high: 0, low: 0 }, increment);
  state = advance(add(state, initialState), increment);

  const nextUint32 = (): number => {
    const { high, low } = state;
    state = advance(state, increment);
    const shiftedHigh = (high >>> 18) ^ high;
    const shiftedLow = ((low >>> 18) | (high << 14)) ^ low;
    const mixed = ((shiftedLow >>> 27) | (shiftedHigh << 5)) >>> 0;
    const rotation = high >>> 27;
    return ((mixed >>> rotation) | (mixed << (-rotation & 31))) >>> 0;
  };
  return withDistributions(nextUint32);
}

function withDistributions(nextUint32: () => number): Random {
  const nextFloat = (): number => {
    const high = nextUint32() >>> 5;
    const low = nextUint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  };
  const nextInt = (bound: number): number => {
    // Values below the threshold are drawn again; without that, small remainders come too often.
    const threshold = 0x100000000 % bound;
    for (;;) {
      const drawn = nextUint32();
      if (drawn >= threshold) return drawn % bound;
    }
  };
  const nextGaussian = (): number => {
    for (;;) {
      const x = 2 * nextFloat() - 1;
      const y = 2 * nextFloat() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  };
  return { nextUint32, nextFloat, nextInt, nextGaussian };
}

function digestPath(seed: number, path: StreamPath): DataView {
  const text = JSON.stringify(['graft.random/1', seed, ...path]);
  const bytes = sha256(new TextEncoder().encode(text));
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function advance(state: Word64, increment: Word64): Word64 {
  return add(multiply(state), increment);
}

function add(a: Word64, b: Word64): Word64 {
  const low = a.low + b.low;
  const carry = low > 0xffffffff ? 1 : 0;
  return { high: (a.high + b.high + carry) >>> 0, low: low >>> 0 };
}

function multiply(state: Word64): Word64 {
  const cross = Math.imul(state.high, MULTIPLIER_LOW) + Math.imul(state.low, MULTIPLIER_HIGH);
  return {
    high: (highWord(state.low, MULTIPLIER_LOW) + cross) >>> 0,
    low: Math.imul(state.low, MULTIPLIER_LOW) >>> 0,
  };
}

/** Upper 32 bits of the product of two unsigned 32-bit numbers. */
function highWord(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const crossed = (middle % 0x10000) + aLow * bHigh;
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(crossed / 0x10000);
}
