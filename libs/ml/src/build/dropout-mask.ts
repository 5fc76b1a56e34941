import { createRandom } from '@graft/graph';

const SCALE = 0x100000000;

/**
 * Factors of an inverted dropout: 0 with probability `rate`, 1 / (1 - rate) otherwise. A function of
 * seed, layer name and step alone: the same in every process, and never repeated from one step to
 * the next (a seeded `tf.dropout` repeats its mask at every call).
 *
 * The numbers come from sfc32 (C. Doty-Humphrey, PractRand), which draws in bulk ten times faster
 * than the seeding stream.
 */
export function drawDropoutMask(
  length: number,
  rate: number,
  origin: { seed: number; name: string; step: number },
): Float32Array {
  const random = createRandom(origin.seed, 'dropout', origin.name, origin.step);
  const threshold = rate * SCALE;
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(length);
  let a = random.nextUint32() | 0;
  let b = random.nextUint32() | 0;
  let c = random.nextUint32() | 0;
  let counter = 1;
  for (let index = 0; index < length; index++) {
    const drawn = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + drawn) | 0;
    mask[index] = drawn >>> 0 >= threshold ? kept : 0;
  }
  return mask;
}
