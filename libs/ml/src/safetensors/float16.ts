/**
 * IEEE 754 binary16 ("half precision") to and from binary32.
 *
 * Works on bit patterns, so that a NaN keeps its payload.
 */

const EXPONENT_32 = 0x7f800000;
const FRACTION_32 = 0x007fffff;

/** Widens half-precision bit patterns. Exact for every one of the 65,536. */
export function widenFloat16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  const bits = new Uint32Array(values.buffer);
  for (let index = 0; index < halves.length; index++) bits[index] = widenBits(halves[index] ?? 0);
  return values;
}

/**
 * Narrows to half-precision bit patterns, to the nearest, ties to even; magnitudes from 65,520 on
 * become infinity.
 */
export function narrowToFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < halves.length; index++) halves[index] = narrowBits(bits[index] ?? 0);
  return halves;
}

function widenBits(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return (sign | EXPONENT_32 | (fraction << 13)) >>> 0;
  if (exponent !== 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  if (fraction === 0) return sign >>> 0;
  // A subnormal half is a normal single: move its leading bit to the hidden place.
  const shift = Math.clz32(fraction) - 21;
  return (sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13)) >>> 0;
}

function narrowBits(single: number): number {
  const sign = (single >>> 16) & 0x8000;
  const fraction = single & FRACTION_32;
  const exponent = ((single & EXPONENT_32) >>> 23) - 112;
  if (exponent === 143) return sign | 0x7c00 | narrowNaN(fraction);
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent > 0) return sign | roundToEven((exponent << 23) | fraction, 13);
  // Below half of the smallest subnormal everything is zero.
  if (exponent < -10) return sign;
  return sign | roundToEven(fraction | 0x800000, 14 - exponent);
}

function narrowNaN(fraction: number): number {
  if (fraction === 0) return 0;
  // A payload in the dropped bits only must not turn the NaN into an infinity.
  return fraction >>> 13 || 1;
}

/** A carry out of the fraction raises the exponent, which is what rounding up means. */
function roundToEven(value: number, dropped: number): number {
  const kept = value >>> dropped;
  const rest = value & ((1 << dropped) - 1);
  const half = 1 << (dropped - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}
