import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromPosition, parseTyped, toPosition } from './log-scale';

describe('fromPosition', () => {
  it('gives usual values', () => {
    expect(fromPosition(-3)).toBe(0.001);
    expect(fromPosition(-2.7)).toBe(0.002);
    expect(fromPosition(-2.5)).toBe(0.003);
    expect(fromPosition(0)).toBe(1);
  });

  it('stays near the position and keeps the order', () => {
    const place = fc.double({ min: -7, max: 0, noNaN: true });
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(Math.abs(toPosition(fromPosition(a)) - a)).toBeLessThan(0.12);
        if (a <= b) expect(fromPosition(a)).toBeLessThanOrEqual(fromPosition(b));
      }),
    );
  });
});

describe('parseTyped', () => {
  it('reads what people type', () => {
    expect(parseTyped(' 1e-3 ')).toBe(0.001);
    expect(parseTyped('1,000')).toBe(1000);
  });

  it('is null for what is no number', () => {
    expect([parseTyped(''), parseTyped('abc'), parseTyped('1e999')]).toEqual([null, null, null]);
  });
});
