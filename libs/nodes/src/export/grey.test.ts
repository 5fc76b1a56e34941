import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { writeBrowserExample } from './browser-example';

describe('a page that reads grey pictures', () => {
  it('takes colours for as bright as the decoder that the model has learned by', async () => {
    const input = { kind: 'image', height: 8, width: 8, channels: 1, mean: 0, scale: 255 } as const;
    const page = writeBrowserExample('onnx', input) ?? '';
    const [program = ''] = /function toGrey[^]*?\n}/.exec(page) ?? [];
    const toGrey = runInNewContext(`${program}; toGrey`) as (...rgb: number[]) => number;
    // All colours of 16 levels a channel.
    const levels = Array.from({ length: 16 }, (_, level) => 17 * level);
    const colours = levels.flatMap((red) =>
      levels.flatMap((green) => levels.map((blue) => [red, green, blue])),
    );
    const raw = { width: colours.length, height: 1, channels: 3 } as const;
    const decoded = await sharp(Uint8Array.from(colours.flat()), { raw })
      .greyscale()
      .toColourspace('b-w')
      .raw()
      .toBuffer();
    const differences = colours.map((rgb, at) => Math.abs(toGrey(...rgb) - (decoded[at] ?? NaN)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
  });
});
