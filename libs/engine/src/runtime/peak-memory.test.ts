import { describe, expect, it } from '@jest/globals';
import { watchPeakMemory } from './peak-memory';

const MEGABYTE = 1024 ** 2;

/** Touches that much memory and lets it go. */
function fill(bytes: number): number {
  return Buffer.alloc(bytes, 1).reduce((sum, each) => sum + each, 0);
}

describe('the peak of memory', () => {
  it('counts what was held in between and is gone again', () => {
    const before = process.memoryUsage().rss;
    const peak = watchPeakMemory();
    expect(fill(200 * MEGABYTE)).toBe(200 * MEGABYTE);
    expect(peak.read() - before).toBeGreaterThan(150 * MEGABYTE);
  });
});
