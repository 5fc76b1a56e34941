import { describe, expect, it } from '@jest/globals';
import { NO_ROWS, takeRows } from './known-rows';

const selection = {
  classes: ['a'],
  examples: ['one', 'two', 'three'].map((sha256) => ({ sha256, label: 0, name: sha256 })),
};
const known = {
  examples: ['three', 'one'],
  values: new Map([
    ['low', Float32Array.of(30, 31, 10, 11)],
    ['high', Float32Array.of(3, 1)],
  ]),
};

describe('rows that are known already', () => {
  it('come in the order that is asked for', () => {
    const taken = takeRows(known, selection, [0, 2]);
    expect([...(taken?.get('low') ?? [])]).toEqual([10, 11, 30, 31]);
    expect([...(taken?.get('high') ?? [])]).toEqual([1, 3]);
  });

  it('are all there, or none is taken', () => {
    expect(takeRows(known, selection, [0, 1])).toBeNull();
    expect(takeRows(NO_ROWS, selection, [0])).toBeNull();
  });
});
