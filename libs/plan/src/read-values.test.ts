import { describe, expect, it } from '@jest/globals';
import { readValues } from './read-values';

describe('values to try', () => {
  it.each([
    ['16, 32, 64', [16, 32, 64]],
    ['0.1,', [0.1]],
    ['adam, sgd', ['adam', 'sgd']],
    ['true,false', [true, false]],
    ['', []],
    ['1e-4..1e-1 in 4 log', [0.0001, 0.001, 0.01, 0.1]],
    ['0 .. 0.5 in 6', [0, 0.1, 0.2, 0.3, 0.4, 0.5]],
    ['0.5..-.5 in 3', [0.5, 0, -0.5]],
  ])('"%s"', (text, values) => {
    expect(readValues(text)).toEqual(values);
  });

  it.each(['0..1 in 5 log', '-1..1 in 3 log', '1..2 in 1'])('"%s" are none', (text) => {
    expect(readValues(text)).toBeNull();
  });
});
