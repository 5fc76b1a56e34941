import { describe, expect, it } from '@jest/globals';
import { workAhead } from './work-ahead';

/** Work that ends when it is told to. */
function makeWork() {
  const begun: number[] = [];
  const ends = new Map<number, { resolve(value: number): void; reject(error: Error): void }>();
  const work = (item: number): Promise<number> => {
    begun.push(item);
    return new Promise((resolve, reject) => {
      ends.set(item, { resolve, reject });
    });
  };
  return { begun, ends, work };
}

describe('working ahead', () => {
  it('gives results in order, whichever ends first, and begins only so many', async () => {
    const { begun, ends, work } = makeWork();
    const results = workAhead([1, 2, 3, 4, 5], work, 2);
    const first = results.next();
    expect(begun).toEqual([1, 2, 3]);
    ends.get(2)?.resolve(20);
    ends.get(1)?.resolve(10);
    expect(await first).toEqual({ value: 10, done: false });
    expect(begun).toEqual([1, 2, 3, 4]);
    expect((await results.next()).value).toBe(20);
    for (const item of [3, 4, 5]) ends.get(item)?.resolve(item * 10);
    const rest: number[] = [];
    for await (const value of results) rest.push(value);
    expect(rest).toEqual([30, 40, 50]);
  });

  it('shows a failure in its turn, and ends when nothing is at work any more', async () => {
    const { ends, work } = makeWork();
    const results = workAhead([1, 2, 3], work, 2);
    const first = results.next();
    ends.get(2)?.reject(new Error('second'));
    ends.get(1)?.resolve(10);
    expect((await first).value).toBe(10);
    let over = false;
    const failed = results.next().finally(() => {
      over = true;
    });
    failed.catch(() => undefined);
    await Promise.resolve();
    expect(over).toBe(false);
    ends.get(3)?.resolve(30);
    await expect(failed).rejects.toThrow('second');
  });

  it('gives nothing for nothing', async () => {
    expect(await workAhead([], () => Promise.resolve(1), 2).next()).toEqual({
      value: undefined,
      done: true,
    });
  });
});
