import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@graft/nodes';
import { findRefused, keepDistinct, readNumbers, readTyped } from './read-varied';

describe('numbers to try', () => {
  it.each([
    ['0.0001, 0.002', false, [0.0001, 0.002]],
    ['16, 32,', true, [16, 32]],
    ['1e-4', false, [1e-4]],
    ['15.6', true, [16]],
    ['many, 3', true, [3]],
    ['', true, []],
  ])('are read from %j as in Britain', (text, whole, values) => {
    expect(readNumbers(text, whole, { decimal: '.', group: ',' })).toEqual(values);
  });

  it.each([
    ['0,0001; 0,002', [0.0001, 0.002]],
    ['1.000; 2,5', [1000, 2.5]],
  ])('are read from %j as in Germany', (text, values) => {
    expect(readNumbers(text, false, { decimal: ',', group: '.' })).toEqual(values);
  });
});

describe('what is typed and not yet taken over', () => {
  it('counts where numbers or a word are typed, and nowhere else', () => {
    expect(readTyped({ kind: 'log-slider', min: 1e-7, max: 1 }, '0.01')).toEqual([0.01]);
    expect(readTyped({ kind: 'number', whole: true, min: 1, max: null }, '12')).toEqual([12]);
    expect(readTyped({ kind: 'text', longest: null }, ' birds ')).toEqual(['birds']);
    expect(readTyped({ kind: 'text', longest: null }, ' ')).toEqual([]);
    expect(readTyped({ kind: 'switch' }, '1')).toEqual([]);
  });
});

describe('values to try', () => {
  it('are tried once each', () => {
    expect(keepDistinct([1, 2, 1, [1], [1], null])).toEqual([1, 2, [1], null]);
  });

  it('are refused with the reason that the parameter has', () => {
    const train = catalogue.get('train')!;
    expect(findRefused(train, 'epochs', [5, 0])).toEqual({
      value: 0,
      reason: 'must be at least 1',
    });
    expect(findRefused(train, 'optimiser', ['adam', 'sgd'])).toBeUndefined();
    expect(findRefused(train, 'epochs', [])).toBeUndefined();
  });
});
