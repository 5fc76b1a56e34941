import { describe, expect, it } from '@jest/globals';
import { checkDisk, limitToDisk } from './check-disk';

const UNKEPT = { keptRunDays: null, keptCheckpointDays: null };

const MEGABYTE = 1e6;

function check(mostDiskGigabytes: number | null, stored: number, arriving: number) {
  return checkDisk(limitTo(mostDiskGigabytes), keep(stored), 'w', arriving);
}

/** How many of so many chunks of a megabyte are let through, and how it ends. */
async function take(mostDiskGigabytes: number | null, stored: number, sent: number) {
  const megabyte = new Uint8Array(MEGABYTE);
  const body = async function* () {
    for (let each = 0; each < sent; each += 1) yield await Promise.resolve(megabyte);
  };
  let chunks = 0;
  try {
    const limited = limitToDisk(limitTo(mostDiskGigabytes), keep(stored), 'w', body());
    for await (const chunk of limited) chunks += chunk.length / MEGABYTE;
  } catch (error) {
    return { chunks, code: (error as { code: string }).code };
  }
  return { chunks, code: null };
}

function keep(stored: number) {
  return { measure: () => Promise.resolve({ diskBytes: stored, resultBytes: stored / 2 }) };
}

function limitTo(mostDiskGigabytes: number | null) {
  return {
    find: () =>
      Promise.resolve({
        mostRuns: null,
        mostGpuHours: null,
        keptDays: null,
        mostDiskGigabytes,
        ...UNKEPT,
      }),
  };
}

describe('the disk of a workspace', () => {
  it('takes what fits to the last byte, and refuses the next with what to do', async () => {
    await expect(check(1, 900 * MEGABYTE, 100 * MEGABYTE)).resolves.toBeUndefined();
    await expect(check(1, 900 * MEGABYTE, 100 * MEGABYTE + 1)).rejects.toMatchObject({
      ...{ status: 403, code: 'limit.disk' },
      details: { diskBytes: 9e8, resultBytes: 4.5e8, mostBytes: 1e9, arrivingBytes: 1e8 + 1 },
      message: expect.stringContaining('0.5 GB of it are results that can be computed again'),
    });
  });

  it('refuses runs once it is full, and not before', async () => {
    await expect(check(1, 1e9 - 1, 0)).resolves.toBeUndefined();
    await expect(check(1, 1e9, 0)).rejects.toMatchObject({ code: 'limit.disk' });
  });

  it('is as large as there is where nobody limits it', async () => {
    await expect(check(null, 1e15, 1e15)).resolves.toBeUndefined();
  });

  it('takes a body that says nothing of its length for as long as it fits', async () => {
    expect(await take(1, 1e9 - 3 * MEGABYTE, 3)).toEqual({ chunks: 3, code: null });
    expect(await take(1, 1e9 - 3 * MEGABYTE, 5)).toEqual({ chunks: 3, code: 'limit.disk' });
    expect(await take(null, 1e15, 5)).toEqual({ chunks: 5, code: null });
  });
});
