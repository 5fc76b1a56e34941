import { describe, expect, it } from '@jest/globals';
import { lookEvery } from './look-every';

/** A promise that is settled from outside. */
function open() {
  let settle: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (settle = resolve));
  return { promise, settle };
}

describe('a look that comes again', () => {
  it('begins when the one before has ended, and is waited for at the end', async () => {
    const [gates, second] = [[open(), open()], open()];
    let [begun, ended] = [0, 0];
    const looking = lookEvery(1, async () => {
      begun += 1;
      if (begun === 2) second.settle();
      await gates[begun - 1]?.promise;
      ended += 1;
    });
    gates[0]?.settle();
    await second.promise;
    const closing = looking.close();
    expect([begun, ended]).toEqual([2, 1]);
    gates[1]?.settle();
    await closing;
    expect([begun, ended]).toEqual([2, 2]);
  });

  it('begins at once where that is asked, and not at all once it is closed', async () => {
    let count = 0;
    const look = () => {
      count += 1;
      return Promise.resolve();
    };
    const early = lookEvery(1e8, look, { atOnce: true });
    await Promise.resolve();
    expect(count).toBe(1);
    await early.close();
    await lookEvery(1e8, look, { atOnce: true }).close();
    expect(count).toBe(1);
  });
});
