import { describe, expect, it } from '@jest/globals';
import { BatchGatherer } from './batch-gatherer';

/** Doubles numbers; every batch waits until it is let go. */
function makeGate() {
  const batches: { key: string; items: number[] }[] = [];
  const waiting: (() => void)[] = [];
  let arrived: () => void = () => undefined;
  const gatherer = new BatchGatherer<number, number>(async (key, items) => {
    batches.push({ key, items: [...items] });
    const gate = new Promise<void>((resolve) => waiting.push(resolve));
    arrived();
    await gate;
    if (items.includes(13)) throw new Error('unlucky');
    return items.map((each) => 2 * each);
  }, 4);
  return {
    batches,
    gatherer,
    /** Waits for the next batch, then lets it run. */
    letGo: async () => {
      if (waiting.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
      waiting.shift()?.();
    },
  };
}

describe('gathering requests into batches', () => {
  it('answers everyone in order, sharing a batch among those who waited', async () => {
    const { batches, gatherer, letGo } = makeGate();
    const first = gatherer.ask('a', [1]);
    await letGo();
    const others = [gatherer.ask('a', [2, 3]), gatherer.ask('a', [4]), gatherer.ask('a', [5, 6])];
    expect(await first).toEqual([2]);
    await letGo();
    await letGo();
    expect(await Promise.all(others)).toEqual([[4, 6], [8], [10, 12]]);
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4], [5, 6]]);
  });

  it('never mixes keys, and cuts a request that is larger than a batch', async () => {
    const { batches, gatherer, letGo } = makeGate();
    const large = gatherer.ask('a', [1, 2, 3, 4, 5, 6]);
    const other = gatherer.ask('b', [7]);
    for (let batch = 0; batch < 3; batch++) await letGo();
    expect(await large).toEqual([2, 4, 6, 8, 10, 12]);
    expect(await other).toEqual([14]);
    expect(batches).toEqual([
      { key: 'a', items: [1, 2, 3, 4] },
      { key: 'a', items: [5, 6] },
      { key: 'b', items: [7] },
    ]);
  });

  it('serves each alone when a batch fails, so that one request does not spoil the others', async () => {
    const { batches, gatherer, letGo } = makeGate();
    const good = gatherer.ask('a', [1]);
    const bad = gatherer.ask('a', [13]);
    const refused = expect(bad).rejects.toThrow('unlucky');
    for (let batch = 0; batch < 3; batch++) await letGo();
    expect(await good).toEqual([2]);
    await refused;
    expect(batches.map(({ items }) => items)).toEqual([[1, 13], [1], [13]]);
  });
});
