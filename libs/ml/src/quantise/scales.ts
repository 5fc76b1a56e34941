import type { ValueRange } from './observe-ranges';

/** Real value = scale x (integer - zero). */
export interface TensorScale {
  readonly scale: number;
  /** 0 to 255. */
  readonly zero: number;
}

const STEPS = 255;
/** -127 to 127: symmetric, so that the zero point is 0. */
const LARGEST = 127;
/** A bias that needs more than this in units of its scale would not fit an int32. */
const LARGEST_BIAS = 2 ** 31 - 1;

/** Scale and zero point that cover a range and hit zero exactly, as padding with zeros requires. */
export function scaleOfRange({ low, high }: ValueRange): TensorScale {
  const bottom = Math.min(low, 0);
  const top = Math.max(high, 0);
  if (top === bottom) return { scale: 1, zero: 0 };
  const scale = Math.fround((top - bottom) / STEPS);
  return { scale, zero: Math.min(STEPS, Math.max(0, Math.round(-bottom / scale))) };
}

/**
 * A kernel as int8, with a scale for each of its output channels (rows).
 * @param bias of each channel: a kernel of next to nothing gets a scale in whose units it fits too
 * @param inputScale of what the convolution reads
 */
export function quantiseKernel(
  values: Float32Array,
  bias: Float32Array,
  inputScale: number,
): { values: Int8Array; scales: Float32Array } {
  const channels = bias.length;
  const size = values.length / channels;
  const scales = new Float32Array(channels);
  const quantised = new Int8Array(values.length);
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * size;
    let largest = 0;
    for (let at = start; at < start + size; at++) {
      largest = Math.max(largest, Math.abs(values[at] ?? 0));
    }
    const least = Math.abs(bias[channel] ?? 0) / (inputScale * LARGEST_BIAS);
    const scale = Math.fround(Math.max(largest / LARGEST, least)) || 1;
    scales[channel] = scale;
    for (let at = start; at < start + size; at++) {
      quantised[at] = roundHalfEven((values[at] ?? 0) / scale);
    }
  }
  return { values: quantised, scales };
}

export function quantiseBias(values: Float32Array, scales: Float32Array): Int32Array {
  return Int32Array.from(values, (value, channel) => {
    const units = roundHalfEven(value / (scales[channel] ?? 1));
    return Math.max(-LARGEST_BIAS, Math.min(LARGEST_BIAS, units));
  });
}

/** 1.5 x 2^52: numbers near it have no fraction, so adding it rounds, and as IEEE 754 does: half to even. */
const WITHOUT_FRACTION = 1.5 * 2 ** 52;

/** As QuantizeLinear rounds. Exact below 2^51, ten times as fast as looking at the fraction. */
function roundHalfEven(value: number): number {
  return value + WITHOUT_FRACTION - WITHOUT_FRACTION;
}
