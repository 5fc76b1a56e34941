import type { Sharp, SharpOptions } from 'sharp';

type SharpFunction = (input: Uint8Array, options: SharpOptions) => Sharp;

/** A picture of more pixels is refused: decoding it would need hundreds of megabytes. */
export const MAX_PIXELS = 50_000_000;
const ALLOWED = ['Jpeg', 'Png', 'Webp', 'Nsgif'];

let loaded: Promise<SharpFunction> | undefined;

/** sharp with one thread a picture and no other decoder than JPEG, PNG, WebP and GIF. */
export function loadSharp(): Promise<SharpFunction> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.concurrency(1);
    sharp.cache(false);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: ALLOWED.map((format) => `VipsForeignLoad${format}`) });
    return sharp;
  });
  return loaded;
}
