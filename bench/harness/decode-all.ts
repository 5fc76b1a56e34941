import sharp from 'sharp';
import { readManifest } from './object-rows';
import type { Bench } from './run-on-engine';

/** All pictures as RGB bytes, one after the other: what both sides read. */
export async function decodeAll(bench: Bench): Promise<{ pixels: Uint8Array; shape: number[] }> {
  const { examples } = await readManifest(bench);
  const decoded: Uint8Array[] = [];
  let side = { height: 0, width: 0 };
  for (const example of examples) {
    if (!('pack' in example)) throw new Error(`${example.name} is no picture`);
    const pack = await bench.store.read(example.pack);
    const bytes = pack.subarray(example.offset, example.offset + example.length);
    const { data, info } = await sharp(bytes)
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    decoded.push(new Uint8Array(data));
    side = info;
  }
  return { pixels: Buffer.concat(decoded), shape: [examples.length, side.height, side.width, 3] };
}
