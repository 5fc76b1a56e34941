import * as words from '#words/feature-maps';

/** What a block at this depth tells apart, roughly (Zeiler and Fergus, 2014). */
export function describeDepth(at: number, blocks: number): string {
  const depth = blocks < 2 ? 0 : at / (blocks - 1);
  if (depth < 1 / 3) return words.anEarlyBlock;
  if (depth < 2 / 3) return words.aBlockInTheMiddle;
  return words.aLateBlock;
}

/** Grey values of a map as they travel: 8 bits each, in base64. */
export function readPixels(base64: string): Uint8ClampedArray {
  return Uint8ClampedArray.from(atob(base64), (sign) => sign.charCodeAt(0));
}

/** Red, green, blue and opacity of each grey value. */
export function toRgba(grey: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(grey.length * 4);
  grey.forEach((value, at) => rgba.set([value, value, value, 255], at * 4));
  return rgba;
}
