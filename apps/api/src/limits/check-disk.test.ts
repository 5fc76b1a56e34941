import { describe, expect, it } from '@jest/globals';
const UNKEPT = { keptRunDays: null, keptCheckpointDays: null };
import { checkDisk } from './check-disk';

const MEGABYTE = 1e6;

function check(mostDiskGigabytes: number | null, stored: number, arriving: number) {
  const limits = {
    find: () =>
      Promise.resolve({
        mostRuns: null,
        mostGpuHours: null,
        keptDays: null,
        mostDiskGigabytes,
        ...UNKEPT,
      }),
  };
  const meter = { measure: () => Promise.resolve({ diskBytes: stored, resultBytes: stored / 2 }) };
  return checkDisk(limits, meter, 'w', arriving);
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
});
