import { describe, expect, it } from '@jest/globals';
import type { Tf } from '@graft/ml';
import { TensorWatch } from './tensor-watch';

/** A library that counts, and the watch over what a step does with it. */
function watchCounts(): { counts: { numTensors: number }; watch: TensorWatch } {
  const counts = { numTensors: 7 };
  const watch = new TensorWatch();
  watch.watch({ memory: () => counts } as unknown as Tf);
  return { counts, watch };
}

describe('the tensors of a step', () => {
  it('are those since it asked for the library, but not what later steps use again', async () => {
    const { counts, watch } = watchCounts();
    counts.numTensors += 2;
    await watch.keepWhatIsMade(() => Promise.resolve((counts.numTensors += 5)));
    expect(watch.countLeft()).toBe(2);
  });

  it('have grown where an epoch ends with more than the first one of its training', () => {
    const { counts, watch } = watchCounts();
    // One training makes what its optimiser keeps and gives it back; the next one gathers in two of its epochs.
    const ends = [0, 4, 4, 0, 4, 5, 6, 4];
    ends.forEach((left, at) => {
      counts.numTensors = 7 + left;
      watch.closeEpoch([0, 1, 2, 0, 1, 2, 3, 4][at] ?? 0);
    });
    expect(watch.grownOverEpochs).toBe(2);
  });

  it('of trainings one after the other are not compared with each other', () => {
    const { counts, watch } = watchCounts();
    for (const [epoch, left] of [
      [0, 3],
      [1, 4],
      [2, 4],
      [0, 6],
      [1, 8],
      [2, 8],
    ] as const) {
      counts.numTensors = 7 + left;
      watch.closeEpoch(epoch);
    }
    expect(watch.grownOverEpochs).toBe(0);
  });
});
