import { describe, expect, it } from '@jest/globals';
import type { PrefixExecutor } from '@graft/nodes/steps';
import { KeptExecutors } from './kept-executors';

function countingExecutors() {
  const log: string[] = [];
  const prepare = (name: string) => (): Promise<PrefixExecutor> => {
    log.push(`open ${name}`);
    return Promise.resolve({
      ...{ cut: ['x'], shapes: { x: [1] }, name },
      execute: () => Promise.resolve(new Map()),
      dispose: () => Promise.resolve(void log.push(`dispose ${name}`)),
    });
  };
  return { log, prepare };
}

describe('executors that are kept', () => {
  it('are prepared once, and survive the step that used them', async () => {
    const { log, prepare } = countingExecutors();
    const kept = new KeptExecutors();
    const first = await kept.open('a', prepare('a'));
    await first.dispose();
    expect((await kept.open('a', prepare('a'))).name).toBe('a');
    expect(log).toEqual(['open a']);
  });

  it('make room: the one that was not used for longest goes', async () => {
    const { log, prepare } = countingExecutors();
    const kept = new KeptExecutors();
    for (const name of ['a', 'b', 'a', 'c']) await kept.open(name, prepare(name));
    expect(log).toEqual(['open a', 'open b', 'open c', 'dispose b']);
  });

  it('are tried again after a failure', async () => {
    const { log, prepare } = countingExecutors();
    const kept = new KeptExecutors();
    await expect(kept.open('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await kept.open('a', prepare('a'));
    expect(log).toEqual(['open a']);
  });
});
