import { readSafetensors } from '@graft/ml';
import { hasWideVectors } from '@graft/testing';
import { expect } from '@jest/globals';
import type { TestStore } from './test-store';

/** Of the length of all weights. */
const ROUNDING = 1e-3;

/**
 * Expects weights that were trained on the same rows in batches of different sizes to be the same: bit for bit, or up
 * to rounding on a processor on which the size of a batch changes the order of sums.
 */
export async function expectSameWeights(
  store: TestStore,
  left: string | undefined,
  right: string | undefined,
): Promise<void> {
  if (hasWideVectors()) {
    expect(left).toBe(right);
    return;
  }
  const [one, other] = await Promise.all([readAll(store, left), readAll(store, right)]);
  expect(one.length).toBe(other.length);
  const difference = one.map((value, at) => value - (other[at] ?? 0));
  expect(Math.sqrt(sumSquares(difference) / sumSquares(one))).toBeLessThan(ROUNDING);
}

function sumSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

async function readAll(store: TestStore, digest: string | undefined): Promise<number[]> {
  const { tensors } = readSafetensors(await store.read(digest ?? ''));
  return [...tensors.values()].flatMap((tensor) => Array.from(tensor.data));
}
