import { readFileSync } from 'node:fs';
import { readSafetensors } from '@graft/ml';
import { expect } from '@jest/globals';
import type { TestStore } from './test-store';

/** Of the length of all weights. */
const ROUNDING = 1e-3;

/**
 * Expects weights that were trained on the same rows in batches of different sizes to be the same: bit for bit with
 * AVX-512; with AVX2 alone, whose kernels end the sums of odd sizes in another order, up to rounding.
 */
export async function expectSameWeights(
  store: TestStore,
  left: string,
  right: string,
): Promise<void> {
  if (hasAvx512()) {
    expect(left).toBe(right);
    return;
  }
  const [one, other] = await Promise.all([readAll(store, left), readAll(store, right)]);
  expect(one.length).toBe(other.length);
  const difference = one.map((value, at) => value - (other[at] ?? 0));
  expect(Math.sqrt(sumSquares(difference) / sumSquares(one))).toBeLessThan(ROUNDING);
}

/** As Linux tells it; where nobody tells, the same bits are expected. */
function hasAvx512(): boolean {
  try {
    return /^flags\s*:.*\bavx512f\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return true;
  }
}

function sumSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

async function readAll(store: TestStore, digest: string): Promise<number[]> {
  const { tensors } = readSafetensors(await store.read(digest));
  return [...tensors.values()].flatMap((tensor) => Array.from(tensor.data));
}
