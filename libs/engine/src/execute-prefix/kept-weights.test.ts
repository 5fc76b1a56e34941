import { describe, expect, it } from '@jest/globals';
import type { WeightSpec } from '@graft/model';
import { KeptWeights } from './kept-weights';

const at = (digest: string): WeightSpec => ({
  name: 'references',
  shape: [1],
  source: { kind: 'blob', digest, byteOffset: 0, dtype: 'float32' },
});
const learned: WeightSpec = {
  name: 'references',
  shape: [1],
  source: { kind: 'step', step: 'train-1', output: 'weights' },
};

/** Tells what was read, in order. */
function countReads() {
  const log: string[] = [];
  const read = (name: string) => () => {
    log.push(name);
    return Promise.resolve(Float32Array.of(log.length));
  };
  return { log, read };
}

describe('weights that are kept', () => {
  it('are read once, and the one that was not used for longest makes room', async () => {
    const { log, read } = countReads();
    const kept = new KeptWeights();
    for (const name of ['a', 'b', 'a', 'c', 'a']) await kept.open(at(name), read(name));
    expect(log).toEqual(['a', 'b', 'c']);
    expect(await kept.open(at('a'), read('a'))).toEqual(Float32Array.of(1));
    await kept.open(at('b'), read('b'));
    expect(log).toEqual(['a', 'b', 'c', 'b']);
  });

  it('come from blobs: what a step makes may be made anew', async () => {
    const { log, read } = countReads();
    const kept = new KeptWeights();
    await kept.open(learned, read('first'));
    await kept.open(learned, read('second'));
    expect(log).toEqual(['first', 'second']);
  });

  it('are read again after a failure', async () => {
    const { log, read } = countReads();
    const kept = new KeptWeights();
    const failing = kept.open(at('a'), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    await kept.open(at('a'), read('a'));
    expect(log).toEqual(['a']);
  });
});
