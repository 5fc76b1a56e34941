import { describe, expect, it } from '@jest/globals';
import { OperationalError } from '@graft/errors';
import { Gatherer } from './gatherer';

/** Work that ends when it is told to, and tells what it was given. */
function makeWork() {
  const begun: { items: readonly number[]; end(error?: Error): void }[] = [];
  const work = (items: readonly number[]) =>
    new Promise<readonly number[]>((resolve, reject) => {
      const end = (error?: Error) => {
        if (error) reject(error);
        else resolve(items.map((item) => item * 10));
      };
      begun.push({ items, end });
    });
  return { begun, work };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('Gatherer', () => {
  it('does at once what was asked for meanwhile, and answers each with its own result', async () => {
    const { begun, work } = makeWork();
    const gatherer = new Gatherer(work);
    const answers = Promise.all([1, 2, 3].map((item) => gatherer.ask(item)));
    expect(begun.map(({ items }) => items)).toEqual([[1]]);
    begun[0]?.end();
    await settle();
    expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    begun[1]?.end();
    expect(await answers).toEqual([10, 20, 30]);
  });

  it('never answers by work that began before it was asked', async () => {
    const { begun, work } = makeWork();
    const gatherer = new Gatherer(work);
    const first = gatherer.ask(1);
    const second = gatherer.ask(1);
    begun[0]?.end();
    await first;
    await settle();
    expect(begun).toHaveLength(2);
    begun[1]?.end();
    expect(await second).toBe(10);
  });

  it('takes no more than its most at once', async () => {
    const { begun, work } = makeWork();
    const gatherer = new Gatherer(work, 2);
    const answers = Promise.all([1, 2, 3, 4].map((item) => gatherer.ask(item)));
    for (let at = 0; at < 3; at += 1) {
      begun[at]?.end();
      await settle();
    }
    expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3], [4]]);
    expect(await answers).toEqual([10, 20, 30, 40]);
  });

  it('lets one bad item fail alone', async () => {
    const work = (items: readonly number[]) =>
      items.includes(13) ? Promise.reject(new Error('unlucky')) : Promise.resolve(items);
    const gatherer = new Gatherer(work);
    const answers = await Promise.allSettled([1, 2, 13, 4].map((item) => gatherer.ask(item)));
    expect(answers.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    ]);
  });

  it('fails everybody at once while the database is away, and works again afterwards', async () => {
    const { begun, work } = makeWork();
    const gatherer = new Gatherer(work);
    const answers = Promise.allSettled([1, 2, 3].map((item) => gatherer.ask(item)));
    begun[0]?.end();
    await settle();
    begun[1]?.end(new OperationalError({ code: 'database.unavailable', message: 'away' }));
    expect((await answers).map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'rejected'],
    ]);
    expect(begun).toHaveLength(2);
    const again = gatherer.ask(4);
    begun[2]?.end();
    expect(await again).toBe(40);
  });
});
