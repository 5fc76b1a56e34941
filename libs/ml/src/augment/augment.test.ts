import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createRandom } from '@graft/graph';
import fc from 'fast-check';
import { largestDifference } from '../fixtures/numbers';
import { changePicture, drawChange, type PictureChange } from './augment-picture';
import { warpPicture, type Affine, type Pixels } from './warp-picture';

/** Made by augment-reference.py beside it. */
const REFERENCE = JSON.parse(
  readFileSync(new URL('../fixtures/augment-reference.json', import.meta.url), 'utf8'),
) as { maps: { name: string; map: Affine; pixels: number[] }[]; contrast: number[] };

const PICTURE: Pixels = {
  height: 6,
  width: 9,
  channels: 3,
  data: Uint8Array.from({ length: 6 * 9 * 3 }, (_, at) =>
    Math.round(127.5 + 127.5 * Math.sin(0.7 * at)),
  ),
};
const UNCHANGED: PictureChange = {
  flip: false,
  angle: 0,
  zoom: 1,
  shift: [0, 0],
  brightness: 0,
  contrast: 1,
};
const change = (changes: Partial<PictureChange>, picture = PICTURE) =>
  changePicture(picture, { ...UNCHANGED, ...changes });

/** A grey square of 9 with one white pixel. */
function drawDot(x: number, y: number): Pixels {
  const data = new Uint8Array(81);
  data[y * 9 + x] = 255;
  return { height: 9, width: 9, channels: 1, data };
}

function findDot({ data, width }: Pixels): { x: number; y: number } {
  const at = data.indexOf(Math.max(...data));
  return { x: at % width, y: Math.floor(at / width) };
}

describe('moving a picture', () => {
  it.each(REFERENCE.maps)('is what Keras makes: $name', ({ map, pixels }) => {
    expect(largestDifference(warpPicture(PICTURE, map), pixels)).toBeLessThan(2e-3);
  });
});

describe('changing a picture', () => {
  it('leaves it as it is when nothing is to change', () => {
    expect(change({}).data).toEqual(PICTURE.data);
  });

  it('changes contrast as TensorFlow does, to 8 bits', () => {
    const rounded = REFERENCE.contrast.map((value) =>
      Math.min(255, Math.max(0, Math.round(value))),
    );
    expect(largestDifference(change({ contrast: 1.3 }).data, rounded)).toBeLessThanOrEqual(1);
  });

  it('mirrors left to right; twice is once too much', () => {
    const mirrored = change({ flip: true });
    expect([...mirrored.data.subarray(0, 3)]).toEqual([...PICTURE.data.subarray(24, 27)]);
    expect(change({ flip: true }, mirrored).data).toEqual(PICTURE.data);
  });

  it('turns clockwise, enlarges from the middle, and shifts right and down', () => {
    expect(findDot(change({ angle: 90 }, drawDot(4, 1)))).toEqual({ x: 7, y: 4 });
    expect(findDot(change({ zoom: 2 }, drawDot(5, 4)))).toEqual({ x: 6, y: 4 });
    expect(findDot(change({ shift: [2 / 9, -1 / 9] }, drawDot(4, 4)))).toEqual({ x: 6, y: 3 });
  });

  it('brightens by a share of the range', () => {
    const grey: Pixels = { height: 1, width: 2, channels: 1, data: Uint8Array.from([100, 250]) };
    expect([...change({ brightness: 0.1 }, grey).data]).toEqual([126, 255]);
  });
});

describe('drawing a change', () => {
  const reach = { flip: true, rotate: 10, zoom: 0.2, shift: 0.1, brightness: 0.3, contrast: 0.4 };

  it('stays within its reach, and is the same for the same stream', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
        const drawn = drawChange(reach, createRandom(seed, 'view'));
        expect(drawn).toEqual(drawChange(reach, createRandom(seed, 'view')));
        expect(Math.abs(drawn.angle)).toBeLessThanOrEqual(10);
        expect(Math.abs(drawn.zoom - 1)).toBeLessThanOrEqual(0.2);
        for (const share of drawn.shift) expect(Math.abs(share)).toBeLessThanOrEqual(0.1);
        expect(Math.abs(drawn.brightness)).toBeLessThanOrEqual(0.3);
        expect(Math.abs(drawn.contrast - 1)).toBeLessThanOrEqual(0.4);
      }),
    );
  });

  it('turns one thing off without changing the others', () => {
    const [all, some] = [reach, { ...reach, flip: false, rotate: 0 }].map((settings) =>
      drawChange(settings, createRandom(3, 'view')),
    );
    expect(some).toEqual({ ...all, flip: false, angle: expect.closeTo(0) });
  });

  it('mirrors about half of the pictures', () => {
    const flips = Array.from({ length: 400 }, (_, view) =>
      drawChange(reach, createRandom(1, 'view', view)),
    ).filter(({ flip }) => flip).length;
    expect(Math.abs(flips - 200)).toBeLessThan(50);
  });
});
