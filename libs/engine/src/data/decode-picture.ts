import { UserError } from '@graft/errors';
import type { Picture } from '@graft/nodes/steps';
import { loadSharp, MAX_PIXELS } from './load-sharp';

/**
 * Decodes a PNG, JPEG, WebP or GIF (its first frame) to 8-bit sRGB or grey. Transparency lies on
 * white; grey becomes RGB and RGB becomes grey (luminance) as `channels` asks. No resizing: that is
 * part of the model, so that every executor does it alike.
 *
 * @param turn apply the camera's orientation mark; pictures of a data set are turned on import
 * @throws UserError `dataset.not-a-picture`
 */
export async function decodePicture(
  bytes: Uint8Array,
  channels: 1 | 3,
  { name, turn = false }: { name: string; turn?: boolean },
): Promise<Picture> {
  const sharp = await loadSharp();
  try {
    const opened = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
    const turned = turn ? opened.autoOrient() : opened;
    const flat = turned.flatten({ background: '#ffffff' });
    const wanted =
      channels === 1 ? flat.greyscale().toColourspace('b-w') : flat.toColourspace('srgb');
    const { data, info } = await wanted
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { height: info.height, width: info.width, channels, data: new Uint8Array(data) };
  } catch (cause) {
    throw new UserError({
      code: 'dataset.not-a-picture',
      message: `"${name}" is not a picture that can be read: use PNG, JPEG, WebP or GIF with at most ${String(MAX_PIXELS / 1_000_000)} million pixels.`,
      details: { name },
      cause,
    });
  }
}
