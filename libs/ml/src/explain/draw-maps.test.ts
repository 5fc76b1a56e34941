import { describe, expect, it } from '@jest/globals';
import { drawMaps } from './draw-maps';

const ALL = { most: 9, longest: 64 };

/** Channels last, from one list a channel. */
function interleave(...channels: number[][]): Float32Array {
  const [first = []] = channels;
  return Float32Array.from(first.flatMap((_, at) => channels.map((values) => values[at] ?? 0)));
}

describe('feature maps as pictures', () => {
  it('puts the channels that differ most over the picture first, each in its own range', () => {
    const values = interleave([5, 5, 5, 5], [-2, 0, 0, 2], [0, 0, 0.5, 1]);
    const { maps, height, width } = drawMaps(values, [2, 2, 3], ALL);
    expect([height, width]).toEqual([2, 2]);
    expect(maps.map(({ channel }) => channel)).toEqual([1, 2, 0]);
    expect(maps.map(({ pixels }) => [...pixels])).toEqual([
      [0, 128, 128, 255],
      [0, 0, 128, 255],
      [0, 0, 0, 0],
    ]);
    expect(drawMaps(values, [2, 2, 3], { ...ALL, most: 1 }).maps).toHaveLength(1);
  });

  it('averages large maps down, edges that are left over too', () => {
    const row = [0, 2, 4, 6, 8];
    const { maps, height, width } = drawMaps(Float32Array.from(row), [1, 5, 1], {
      most: 1,
      longest: 3,
    });
    expect([height, width]).toEqual([1, 3]);
    // Means 1, 5 and 8.
    expect([...(maps[0]?.pixels ?? [])]).toEqual([0, 146, 255]);
  });

  it('refuses values of another shape', () => {
    expect(() => drawMaps(new Float32Array(5), [2, 2, 1], ALL)).toThrow('2 x 2 x 1 have 5 values');
  });
});
