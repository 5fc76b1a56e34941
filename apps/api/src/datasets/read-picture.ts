import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { HASH_SIDE, hashPicture } from './hash-picture';

export const MAX_PIXELS = 50_000_000;

// Pictures are read several at a time, one thread each: threads within a small one cost more than
// they give. No picture comes twice, so nothing decoded is kept.
sharp.concurrency(1);
sharp.cache(false);

// Only these decoders may ever see bytes from outside; SVG, PDF, TIFF and the rest stay shut.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});

export interface Picture {
  ok: true;
  /** What is stored: the bytes as they came, or upright PNG when EXIF asked for a turn. */
  bytes: Buffer;
  sha256: string;
  /** Perceptual hash: 16 hex digits. */
  phash: string;
  height: number;
  width: number;
  channels: 1 | 3;
}

export type PictureReading = Picture | { ok: false; reason: string };

/** Decodes a picture once, in full, to be sure that it can be used. Never throws. */
export async function readPicture(bytes: Buffer): Promise<PictureReading> {
  if (bytes.length === 0) return { ok: false, reason: 'the file is empty' };
  try {
    const source = open(bytes);
    const { orientation = 1, width, height, channels } = await source.metadata();
    if (width * height > MAX_PIXELS) return { ok: false, reason: tooManyPixels };
    // Grey comes with 1 channel, or 2 when it has an alpha channel.
    const shape = { channels: channels < 3 ? 1 : 3 } as const;
    const phash = await decodeAndHash(source);
    if (orientation > 1) return await turnUpright(bytes, phash, shape.channels);
    return { ok: true, ...fingerprint(bytes), phash, ...shape, height, width };
  } catch (error) {
    return { ok: false, reason: explain(error) };
  }
}

/** One pass decodes all of the picture, which shows damage anywhere, and makes the hash of it upright. */
async function decodeAndHash(source: Sharp): Promise<string> {
  const grey = await source
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .greyscale()
    .resize(HASH_SIDE, HASH_SIDE, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer();
  return hashPicture(grey);
}

async function turnUpright(bytes: Buffer, phash: string, channels: 1 | 3): Promise<Picture> {
  const { data, info } = await open(bytes)
    .autoOrient()
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png()
    .toBuffer({ resolveWithObject: true });
  const { height, width } = info;
  return { ok: true, ...fingerprint(data), phash, channels, height, width };
}

function open(bytes: Buffer): Sharp {
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning', pages: 1 });
}

function fingerprint(bytes: Buffer): Pick<Picture, 'bytes' | 'sha256'> {
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

const tooManyPixels = `the picture has more than ${MAX_PIXELS / 1e6} million pixels`;

// libvips' words are for programmers and may hold paths: the person gets one of three sentences.
function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (/pixel limit/i.test(message)) return tooManyPixels;
  if (/unsupported image format/i.test(message)) {
    return 'it is not a PNG, JPEG, WebP or GIF picture';
  }
  return 'the picture is broken: it cannot be decoded to its end';
}
