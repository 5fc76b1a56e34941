import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromPosition, nextStop, parseTyped, toPosition } from './log-scale';

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

describe('nextStop', () => {
  const limits = { min: 1e-7, max: 1 };

  it('is the next usual value, also from one between', () => {
    expect(nextStop(0.001, 'up', limits)).toBe(0.0015);
    expect(nextStop(0.001, 'down', limits)).toBe(0.0007);
    expect(nextStop(0.0012, 'up', limits)).toBe(0.0015);
    expect(nextStop(0.0012, 'down', limits)).toBe(0.001);
    expect(nextStop(0.7, 'up', limits)).toBe(1);
  });

  it('stays within the limits', () => {
    expect(nextStop(1, 'up', limits)).toBe(1);
    expect(nextStop(1e-7, 'down', limits)).toBe(1e-7);
    expect(nextStop(0, 'up', limits)).toBe(1e-7);
  });

  it('comes to every value that the slider has, one key after another', () => {
    const place = fc.double({ min: -6.9, max: -0.1, noNaN: true });
    fc.assert(
      fc.property(place, (at) => {
        const value = fromPosition(at);
        expect(nextStop(nextStop(value, 'up', limits), 'down', limits)).toBe(value);
        expect(nextStop(value, 'up', limits)).toBeGreaterThan(value);
      }),
    );
  });
});

describe('parseTyped', () => {
  it('reads what people type', () => {
    expect(parseTyped(' 1e-3 ')).toBe(0.001);
    expect(parseTyped('1,000')).toBe(1000);
  });

  it.each([
    ['0,001', 0.001],
    ['0.001', 0.001],
    ['1,5e-5', 1.5e-5],
    ['1.000', 1000],
    ['1.000,5', 1000.5],
    ['12.000.000', 12_000_000],
    ['2,5', 2.5],
    ['-0,5', -0.5],
  ])('reads %s in Germany as %d', (text, value) => {
    expect(parseTyped(text, { decimal: ',', group: '.' })).toBe(value);
  });

  it.each([
    ['0,5', 0.5],
    ['1,000.5', 1000.5],
    ['2.125', 2.125],
    ['12,000,000', 12_000_000],
  ])('reads %s in Britain as %d', (text, value) => {
    expect(parseTyped(text, { decimal: '.', group: ',' })).toBe(value);
  });

  it('is null for what is no number', () => {
    expect([parseTyped(''), parseTyped('abc'), parseTyped('1e999')]).toEqual([null, null, null]);
  });
});
