import { describe, expect, it } from '@jest/globals';
import { countNearDuplicates } from './count-near-duplicates';

const element = { kind: 'image', height: 8, width: 8, channels: 3 } as const;

function manifest(hashes: readonly string[]): Buffer {
  const examples = hashes.map((phash, at) => ({
    ...{ sha256: `${at}`.repeat(64), label: 0, name: `${at}.png`, phash },
    ...{ pack: 'f'.repeat(64), offset: at, length: 1 },
  }));
  const document = { format: 'graft.dataset/1', element, classes: ['a'], examples };
  return Buffer.from(JSON.stringify(document));
}

describe('near duplicates of a data set', () => {
  it('are counted once a version', async () => {
    let reads = 0;
    const blobs = {
      read() {
        reads++;
        return Promise.resolve(
          manifest(['0000000000000000', '0000000000000003', 'ffffffff00000000']),
        );
      },
    };
    const card = { element, digest: 'counted' };
    expect(await countNearDuplicates(blobs, card)).toBe(2);
    expect(await countNearDuplicates(blobs, card)).toBe(2);
    expect(reads).toBe(1);
  });

  it('are unknown while the data set is not there, and counted when it is', async () => {
    const card = { element, digest: 'late' };
    const absent = { read: () => Promise.reject(new Error('not there')) };
    expect(await countNearDuplicates(absent, card)).toBeUndefined();
    const present = {
      read: () => Promise.resolve(manifest(['0', 'f'].map((each) => each.repeat(16)))),
    };
    expect(await countNearDuplicates(present, card)).toBe(0);
  });
});
