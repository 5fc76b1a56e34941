import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { decodePicture } from './decode-picture';
import { loadSharp } from './load-sharp';

const name = 'picture';
const HALF_RED = { r: 255, g: 0, b: 0, alpha: 0.5 };
const draw = (background: typeof HALF_RED | string, width = 4, height = 2) =>
  sharp({ create: { width, height, channels: 4, background } });

describe('decoding a picture', () => {
  it('lays transparency on white', async () => {
    const picture = await decodePicture(await draw(HALF_RED).png().toBuffer(), 3, { name });
    expect(picture).toMatchObject({ width: 4, height: 2, channels: 3 });
    expect([...picture.data.subarray(0, 3)]).toEqual([255, 127, 127]);
    expect(picture.data).toHaveLength(4 * 2 * 3);
  });

  it.each(['png', 'jpeg', 'webp', 'gif'] as const)(
    'reads %s as grey and as RGB',
    async (format) => {
      const bytes = await draw('#808080')[format]().toBuffer();
      const grey = await decodePicture(bytes, 1, { name });
      const rgb = await decodePicture(bytes, 3, { name });
      expect(grey.data).toHaveLength(8);
      expect(rgb.data).toHaveLength(24);
      expect(Math.abs((grey.data[0] ?? 0) - 128)).toBeLessThan(3);
      expect(Math.abs((rgb.data[1] ?? 0) - 128)).toBeLessThan(3);
    },
  );

  it('makes colours as grey as they are light', async () => {
    const greyOf = async (colour: string) => {
      const { data } = await decodePicture(await draw(colour).png().toBuffer(), 1, { name });
      return data[0];
    };
    // Luminance in linear light (0.2126, 0.7152 and 0.0722 of it: IEC 61966-2-1), as sRGB again.
    const seen = await Promise.all(['#ff0000', '#00ff00', '#0000ff', '#ffffff'].map(greyOf));
    seen.forEach((value, at) => {
      expect(Math.abs((value ?? NaN) - ([127, 220, 76, 255][at] ?? NaN))).toBeLessThanOrEqual(1);
    });
  });

  it('makes grey pictures RGB, 16 bits a channel too', async () => {
    const bytes = await draw('#808080').toColourspace('grey16').png().toBuffer();
    const { data } = await decodePicture(bytes, 3, { name });
    expect([...data.subarray(0, 3)]).toEqual([128, 128, 128]);
  });

  it('turns a picture as its camera says only when asked', async () => {
    const bytes = await draw('#000').jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await decodePicture(bytes, 3, { name })).toMatchObject({ width: 4, height: 2 });
    expect(await decodePicture(bytes, 3, { name, turn: true })).toMatchObject({
      width: 2,
      height: 4,
    });
  });

  it.each([
    ['text', Buffer.from('not a picture')],
    ['nothing', Buffer.alloc(0)],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')],
  ])('refuses %s by name', async (_, bytes) => {
    await expect(decodePicture(bytes, 3, { name: 'a.png' })).rejects.toMatchObject({
      code: 'dataset.not-a-picture',
      message: expect.stringContaining('a.png'),
    });
  });

  it('refuses other formats that sharp could read, and a picture that breaks off', async () => {
    const tiff = await draw('#000').tiff().toBuffer();
    const noise = Buffer.from(
      Array.from({ length: 64 * 64 * 3 }, (_, index) => (index * 7919) % 251),
    );
    const png = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .png()
      .toBuffer();
    await loadSharp();
    await expect(decodePicture(tiff, 3, { name })).rejects.toMatchObject({
      code: 'dataset.not-a-picture',
    });
    await expect(decodePicture(png.subarray(0, png.length / 2), 3, { name })).rejects.toMatchObject(
      { code: 'dataset.not-a-picture' },
    );
  });
});
