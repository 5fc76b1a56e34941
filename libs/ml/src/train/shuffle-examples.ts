import { createRandom } from '@graft/graph';

/** The order of an epoch: every permutation equally likely, given by the phase's seed and the epoch. */
export function shuffleExamples(count: number, seed: number, epoch: number): Int32Array {
  const random = createRandom(seed, 'shuffle', epoch);
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = random.nextInt(last + 1);
    const moved = order[last] ?? 0;
    order[last] = order[chosen] ?? 0;
    order[chosen] = moved;
  }
  return order;
}
