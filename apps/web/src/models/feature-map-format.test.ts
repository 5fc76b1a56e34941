import { describe, expect, it } from '@jest/globals';
import { describeDepth, readPixels, toRgba } from './feature-map-format';

describe('feature maps', () => {
  it('are read as grey values and painted opaque', () => {
    const grey = readPixels('AID/');
    expect([...grey]).toEqual([0, 128, 255]);
    expect([...toRgba(grey.subarray(1, 2))]).toEqual([128, 128, 128, 255]);
  });

  it('are explained by how deep the block lies', () => {
    const said = [0, 8, 16].map((at) => describeDepth(at, 17));
    expect(said.map((text) => /edges|textures|parts/.exec(text)?.[0])).toEqual([
      'edges',
      'textures',
      'parts',
    ]);
    expect(describeDepth(0, 1)).toMatch('edges');
  });
});
