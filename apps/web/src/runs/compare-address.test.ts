import { describe, expect, it } from '@jest/globals';
import { addressOfComparison, MOST_COMPARED, readCompared } from './compare-address';

const read = (address: string) => readCompared(new URL(address, 'http://localhost').searchParams);

describe('the address of a comparison', () => {
  it('names its runs in their order', () => {
    expect(read(addressOfComparison(['c', 'a', 'b']))).toEqual(['c', 'a', 'b']);
  });

  it('of before named two', () => {
    expect(read('/runs/compare?a=x&b=y')).toEqual(['x', 'y']);
    expect(read('/runs/compare?a=x')).toEqual(['x']);
    expect(read('/runs/compare')).toEqual([]);
  });

  it('counts a run once, and no more than fit', () => {
    expect(read(addressOfComparison(['a', 'a', 'b']))).toEqual(['a', 'b']);
    const many = Array.from({ length: 20 }, (_, index) => `run-${String(index)}`);
    expect(read(addressOfComparison(many))).toEqual(many.slice(0, MOST_COMPARED));
  });
});
