import sharp from 'sharp';

/** A plain picture; different colours give different bytes. */
export async function makePicture(
  colour: string,
  format: 'png' | 'jpeg' | 'webp' | 'gif' = 'png',
  size = { width: 8, height: 6 },
): Promise<Buffer> {
  return sharp({ create: { ...size, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer();
}
