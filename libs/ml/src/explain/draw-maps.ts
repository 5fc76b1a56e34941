import { UnexpectedError } from '@graft/errors';

/** What one channel of a block makes of a picture. */
export interface DrawnMap {
  /** Its number in the block, from 0. */
  readonly channel: number;
  /** Row by row; 0 is its lowest value in this picture, 255 its highest. */
  readonly pixels: Uint8Array;
}

export interface DrawnMaps {
  readonly height: number;
  readonly width: number;
  readonly maps: readonly DrawnMap[];
}

export interface DrawMapsOptions {
  /** At most so many channels: those that differ most between places of the picture come first. */
  readonly most: number;
  /** Larger maps are averaged down until no side is longer. */
  readonly longest: number;
}

/**
 * Feature maps of one picture (`[height, width, channels]`, channels last) as grey pictures, each scaled to its own
 * range, those with the largest standard deviation over the picture first; a map that is the same everywhere is 0.
 *
 * @throws UnexpectedError `explain.shape`
 */
export function drawMaps(
  values: Float32Array,
  shape: readonly number[],
  { most, longest }: DrawMapsOptions,
): DrawnMaps {
  const [height = 0, width = 0, channels = 0] = shape;
  if (values.length !== height * width * channels || values.length === 0) {
    throw new UnexpectedError({
      code: 'explain.shape',
      message: `Feature maps of ${shape.join(' x ')} have ${String(values.length)} values.`,
    });
  }
  const step = Math.ceil(Math.max(height, width) / longest);
  const size = { height: Math.ceil(height / step), width: Math.ceil(width / step) };
  const maps = Array.from({ length: channels }, (_, channel) => {
    const whole = Float32Array.from(
      { length: height * width },
      (_value, at) => values[at * channels + channel] ?? 0,
    );
    return { channel, whole, spread: measureSpread(whole) };
  })
    .sort((left, right) => right.spread - left.spread || left.channel - right.channel)
    .slice(0, most)
    .map(({ channel, whole }) => ({
      channel,
      pixels: toGrey(averageDown(whole, { height, width }, step, size)),
    }));
  return { ...size, maps };
}

interface Size {
  readonly height: number;
  readonly width: number;
}

function measureSpread(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

/** Means of squares of `step` values a side; those at the right and lower edge may hold fewer. */
function averageDown(values: Float32Array, from: Size, step: number, to: Size): Float32Array {
  const sums = new Float32Array(to.height * to.width);
  const counts = new Uint32Array(sums.length);
  values.forEach((value, at) => {
    const row = Math.floor(Math.floor(at / from.width) / step);
    const place = row * to.width + Math.floor((at % from.width) / step);
    sums[place] = (sums[place] ?? 0) + value;
    counts[place] = (counts[place] ?? 0) + 1;
  });
  return sums.map((sum, place) => sum / (counts[place] ?? 1));
}

function toGrey(values: Float32Array): Uint8Array {
  const least = values.reduce((least, value) => Math.min(least, value), Infinity);
  const range = values.reduce((most, value) => Math.max(most, value), -Infinity) - least;
  return Uint8Array.from(values, (value) =>
    range > 0 ? Math.round(((value - least) / range) * 255) : 0,
  );
}
