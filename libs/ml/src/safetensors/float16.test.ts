import { describe, expect, it } from '@jest/globals';
import { narrowToFloat16, widenFloat16 } from './float16';

const ALL = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);

/** The definition of IEEE 754-2019, section 3.4, in float64. */
function define(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

describe('half precision', () => {
  it('widens every one of the 65,536 values exactly', () => {
    const wide = widenFloat16(ALL);
    const wrong = [...ALL].filter((bits) => !Object.is(wide[bits], define(bits)));
    expect(wrong).toEqual([]);
  });

  it('narrows every widened value back to its bits, payload of NaN included', () => {
    expect(Buffer.from(narrowToFloat16(widenFloat16(ALL)).buffer)).toEqual(Buffer.from(ALL.buffer));
  });

  it('rounds to the nearest of every two neighbours, and half way to the even one', () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 0x7bff; bits++) {
      const middle = (define(bits) + define(bits + 1)) / 2;
      const even = bits % 2 === 0 ? bits : bits + 1;
      const steps = Float32Array.of(middle, middle * (1 - 2 ** -23), middle * (1 + 2 ** -23));
      const expected = [even, bits, bits + 1];
      const negative = narrowToFloat16(steps.map((value) => -value));
      narrowToFloat16(steps).forEach((half, index) => {
        if (half !== expected[index] || negative[index] !== (half | 0x8000)) wrong.push(bits);
      });
    }
    expect(wrong).toEqual([]);
  });

  it('overflows where IEEE 754 says so, and underflows to zero', () => {
    const values = Float32Array.of(
      65_504,
      65_519.996,
      65_520,
      1e30,
      2 ** -25,
      2 ** -25 * 1.0001,
      -1e-30,
    );
    const expected = [0x7bff, 0x7bff, 0x7c00, 0x7c00, 0, 1, 0x8000];
    expect([...narrowToFloat16(values)]).toEqual(expected);
  });

  it('keeps a NaN whose payload lies in the dropped bits', () => {
    const quiet = new Float32Array(Uint32Array.of(0x7f800001, 0xff800001).buffer);
    expect([...narrowToFloat16(quiet)]).toEqual([0x7c01, 0xfc01]);
  });
});
