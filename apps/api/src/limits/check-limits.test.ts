import { describe, expect, it } from '@jest/globals';
import { beginOfMonth, checkLimits } from './check-limits';

const limitsOf = (mostGpuHours: number | null, gpuHours: number) => ({
  find: () => Promise.resolve({ mostRuns: null, mostGpuHours }),
  measure: () => Promise.resolve({ runs: 3, gpuHours }),
});
const planOf = (...resources: ('cpu' | 'gpu' | 'io')[]) =>
  ({ steps: resources.map((resource) => ({ resource })) }) as never;

describe('the GPU hours of a workspace', () => {
  it('are counted anew with each month', () => {
    expect(beginOfMonth(new Date('2026-12-31T23:59:59Z')).toISOString()).toBe(
      '2026-12-01T00:00:00.000Z',
    );
  });

  it('that are used up refuse a run that wants a GPU, and no other', async () => {
    const used = limitsOf(10, 10);
    await expect(checkLimits(used, 'w', planOf('io', 'gpu'))).rejects.toMatchObject({
      ...{ code: 'limit.gpu_hours', status: 403 },
      details: { gpuHours: 10, mostGpuHours: 10 },
    });
    await expect(checkLimits(used, 'w', planOf('io', 'cpu'))).resolves.toBeUndefined();
  });

  it('that are left, or not limited, refuse nothing', async () => {
    await expect(checkLimits(limitsOf(10, 9.9), 'w', planOf('gpu'))).resolves.toBeUndefined();
    await expect(checkLimits(limitsOf(null, 1e6), 'w', planOf('gpu'))).resolves.toBeUndefined();
  });
});
